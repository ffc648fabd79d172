using System.Net.Http.Headers;
using System.Text.Json;
using Ingest.Testing;

namespace Ingest.EmbeddedKinesis.Tests;

/// <summary>The endpoint on a free port over a directory of its own, called with plain HTTP.</summary>
internal sealed class Endpoint : IAsyncDisposable
{
    private readonly RunningService _service;
    private readonly TemporaryDirectory? _owned;

    private Endpoint(RunningService service, TemporaryDirectory? owned) => (_service, _owned) = (service, owned);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Uri Url => _service.Url;

    public HttpClient Client => _service.Client;

    public static async Task<Endpoint> StartAsync(
        string? directory = null, TimeProvider? time = null, params (string Key, string? Value)[] settings)
    {
        var owned = directory is null ? new TemporaryDirectory() : null;
        var service = await RunningService.StartAsync(
            (args, configuration) => EmbeddedKinesisServer.Build(args, configuration, time ?? TimeProvider.System),
            [("EmbeddedKinesis:DataDirectory", directory ?? owned!.Path), .. settings]);
        return new Endpoint(service, owned);
    }

    public Task<Answer> CallAsync(string action, object body) => CallAsync(action, JsonSerializer.SerializeToUtf8Bytes(body));

    public Task<Answer> CallAsync(string action, byte[] body) => CallAsync(Client, action, body);

    public static async Task<Answer> CallAsync(HttpClient client, string action, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Amz-Target", "Kinesis_20131202." + action);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        using var response = await client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.NotEmpty(response.Headers.GetValues("x-amzn-RequestId").Single());
        return new Answer((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    /// <summary>Calls what must succeed.</summary>
    public async Task<JsonElement> DoAsync(string action, object body)
    {
        var (status, json) = await CallAsync(action, body);
        Assert.True(status == 200, $"{action}: {status} {json}");
        return json;
    }

    public Task CreateAsync(string stream, int shards = 1) => DoAsync("CreateStream", new { StreamName = stream, ShardCount = shards });

    public async Task<(string Shard, string Number)> PutAsync(string stream, string data, string key = "k")
    {
        var put = await DoAsync("PutRecord", new { StreamName = stream, PartitionKey = key, Data = System.Text.Encoding.UTF8.GetBytes(data) });
        return (put.Text("ShardId"), put.Text("SequenceNumber"));
    }

    public async Task<string> IteratorAsync(string stream, string type = "TRIM_HORIZON", string? from = null, double? at = null, int shard = 0) =>
        (await DoAsync("GetShardIterator", new
        {
            StreamName = stream,
            ShardId = $"shardId-{shard:D12}",
            ShardIteratorType = type,
            StartingSequenceNumber = from,
            Timestamp = at,
        })).Text("ShardIterator");

    /// <summary>Everything from an iterator to the end of its shard.</summary>
    public async Task<List<(string Number, string Data)>> ReadAsync(string? iterator)
    {
        var records = new List<(string, string)>();
        while (true)
        {
            var page = await DoAsync("GetRecords", new { ShardIterator = iterator });
            records.AddRange(page.GetProperty("Records").EnumerateArray().Select(record =>
                (record.Text("SequenceNumber"), System.Text.Encoding.UTF8.GetString(record.GetProperty("Data").GetBytesFromBase64()))));
            if (page.GetProperty("MillisBehindLatest").GetInt64() == 0)
            {
                return records;
            }

            iterator = page.Text("NextShardIterator");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _owned?.Dispose();
    }
}

/// <summary>An answer's status and body.</summary>
internal readonly record struct Answer(int Status, JsonElement Body)
{
    /// <summary>The error's type; empty when it is none.</summary>
    public string Type => TextOf("__type");

    /// <summary>The error's message; empty when it has none.</summary>
    public string Message => TextOf("message");

    private string TextOf(string member) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(member, out var text) ? text.GetString()! : "";
}

internal static class JsonText
{
    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
