using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ingest.Emulator.Tests;

/// <summary>A request that the stub got.</summary>
internal sealed record Received(string Method, string Path, string? ContentType, JsonElement Body)
{
    public int Records => Body.TryGetProperty("records", out var records) ? records.GetArrayLength() : 1;
}

/// <summary>Answers as the two proxies do, over a real socket; a test may answer in its place.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _position;

    private StubGateway(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>The answer to give instead of the usual one; null leaves it to the stub. May change the status.</summary>
    public Func<Received, HttpResponse, Task<string?>> Instead { get; set; } = (_, _) => Task.FromResult<string?>(null);

    public static async Task<StubGateway> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubGateway(app);
        app.Run(stub.AnswerAsync);
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var received = new Received(context.Request.Method, context.Request.Path, context.Request.ContentType, body.RootElement.Clone());
        Requests.Enqueue(received);
        await context.Response.WriteAsync(
            await Instead(received, context.Response) is { } other ? other
            : received.Path.Contains("/topics/", StringComparison.Ordinal) ? Offsets(received)
            : received.Path.EndsWith("/record", StringComparison.Ordinal) ? Entry()
            : $$"""{"FailedRecordCount":0,"Records":[{{string.Join(',', Enumerable.Range(0, received.Records).Select(_ => Entry()))}}]}""");
    }

    private string Offsets(Received received) =>
        $$"""{"offsets":[{{string.Join(',', Enumerable.Range(0, received.Records).Select(_ => $$"""{"partition":0,"offset":{{Next()}},"error_code":null,"error":null}"""))}}],"key_schema_id":null}""";

    private string Entry() => $$"""{"SequenceNumber":"4959033827149025660855969253836157109592157598913695{{Next():D4}}","ShardId":"shardId-000000000000"}""";

    private string Next() => Interlocked.Increment(ref _position).ToString(CultureInfo.InvariantCulture).PadLeft(4, '1');
}
