using System.Collections.Concurrent;
using Ingest.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Configuration;

namespace Ingest.Api.Tests;

/// <summary>A request as it came to a stub.</summary>
internal sealed record Received(string Protocol, string Method, string Target, string Path, IReadOnlyDictionary<string, string> Headers);

/// <summary>A service behind the gateway, over a real socket; it notes what comes and answers as the test says.</summary>
internal sealed class StubProxy : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubProxy(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public ConcurrentQueue<Received> Requests { get; } = new();

    public RequestDelegate Answer { get; set; } = context => context.Response.WriteAsJsonAsync(new { ok = true });

    /// <summary>As the suite's services start: HTTP/1.1 and HTTP/2 on one plain port.</summary>
    public static Task<StubProxy> StartAsync(string url = "http://127.0.0.1:0")
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("urls", url), new("Logs:MinimumLevel", "Fatal")]).Build();
        return StartAsync(ServiceHost.CreateBuilder("Ingest.Stub", url, [], settings));
    }

    /// <summary>A proxy of another make, which speaks HTTP/1.1 only.</summary>
    public static Task<StubProxy> StartHttp11Async()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1));
        return StartAsync(builder);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task<StubProxy> StartAsync(WebApplicationBuilder builder)
    {
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        var stub = new StubProxy(app);
        app.Run(context =>
        {
            stub.Requests.Enqueue(new Received(
                context.Request.Protocol,
                context.Request.Method,
                context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
                context.Request.Path,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            return stub.Answer(context);
        });
        await app.StartAsync();
        return stub;
    }
}
