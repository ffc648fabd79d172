using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ingest.Testing.Kinesis;

/// <summary>A server that answers as a test says, and keeps what it was asked. Faults are made here.</summary>
public sealed class KinesisStub : IKinesisServer
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<KinesisStubRequest> _requests;

    private KinesisStub(WebApplication app, ConcurrentQueue<KinesisStubRequest> requests)
    {
        _app = app;
        _requests = requests;
        ServiceUrl = new Uri(app.Urls.Single());
    }

    /// <inheritdoc/>
    public Uri ServiceUrl { get; }

    /// <summary>What it was asked, in the order of arrival.</summary>
    public IReadOnlyList<KinesisStubRequest> Requests => [.. _requests];

    /// <summary>Starts one on a free port; <paramref name="answer"/> writes the response to each request.</summary>
    public static async Task<KinesisStub> StartAsync(Func<KinesisStubRequest, HttpContext, Task> answer)
    {
        var requests = new ConcurrentQueue<KinesisStubRequest>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var request = new KinesisStubRequest(headers.GetValueOrDefault("X-Amz-Target", "").Split('.')[^1], headers, body.ToArray());
            requests.Enqueue(request);
            await answer(request, context);
        });
        await app.StartAsync();
        return new KinesisStub(app, requests);
    }

    /// <summary>Starts one that gives every request the same status and JSON body.</summary>
    public static Task<KinesisStub> StartAsync(int status, string json) =>
        StartAsync((_, context) => AnswerAsync(context, status, json));

    /// <summary>Writes a response in the protocol's form.</summary>
    public static Task AnswerAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        context.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(json);
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
