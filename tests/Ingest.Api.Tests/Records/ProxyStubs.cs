using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Ingest.Api.Tests.Records;

/// <summary>Answers for the stubs as the proxies do when all is well, and notes the bodies that came. It stores nothing.</summary>
internal sealed class ProxyStubs(RunningGateway gateway)
{
    private long _next;

    /// <summary>The bodies of all calls, in the order in which they came.</summary>
    public ConcurrentQueue<string> Kafka { get; } = new();

    public ConcurrentQueue<string> Kinesis { get; } = new();

    public static ProxyStubs On(RunningGateway gateway)
    {
        var stubs = new ProxyStubs(gateway);
        stubs.AnswerWell();
        return stubs;
    }

    public void AnswerWell()
    {
        gateway.Kafka.Answer = TakeAsync;
        gateway.Kinesis.Answer = PutAsync;
    }

    public async Task TakeAsync(HttpContext context)
    {
        var entries = (await CountAsync(context, Kafka)).Select(_ => $$"""{"partition":0,"offset":{{_next++}},"error_code":null,"error":null}""");
        await context.Response.WriteAsync($$"""{"offsets":[{{string.Join(',', entries)}}],"key_schema_id":null,"value_schema_id":null}""");
    }

    public async Task PutAsync(HttpContext context)
    {
        var entries = (await CountAsync(context, Kinesis)).Select(index => $$"""{"SequenceNumber":"{{index}}","ShardId":"shardId-000000000000"}""");
        await context.Response.WriteAsync($$"""{"FailedRecordCount":0,"Records":[{{string.Join(',', entries)}}]}""");
    }

    /// <summary>Answers with a status and a text once the body has been read.</summary>
    public static RequestDelegate Say(int status, string text) => async context =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text);
    };

    /// <summary>Breaks off once the body has been read, as a process does that is killed before it answers.</summary>
    public static async Task BreakOffAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Abort();
    }

    private static async Task<IEnumerable<int>> CountAsync(HttpContext context, ConcurrentQueue<string> bodies)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        bodies.Enqueue(body);
        using var json = JsonDocument.Parse(body);
        return Enumerable.Range(0, json.RootElement.GetProperty("records").GetArrayLength());
    }
}
