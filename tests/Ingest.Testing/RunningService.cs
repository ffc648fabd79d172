using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ingest.Testing;

/// <summary>A service of the suite, started on a free loopback port, with an HTTP client for it.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningService(WebApplication app)
    {
        _app = app;
        Url = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Url };
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>A client whose base address is <see cref="Url"/>.</summary>
    public HttpClient Client { get; }

    /// <summary>What the service's container holds, to look inside in a test.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Builds with the service's own <c>Build</c>, adds <paramref name="settings"/>, and starts it.</summary>
    public static async Task<RunningService> StartAsync(
        Func<string[], IConfiguration?, WebApplication> build, params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("urls", "http://127.0.0.1:0"), new("Logs:MinimumLevel", "Warning")])
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build();

        var app = build([], configuration);
        app.Services.GetService<IStartupValidator>()?.Validate();
        await app.StartAsync();
        return new RunningService(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
