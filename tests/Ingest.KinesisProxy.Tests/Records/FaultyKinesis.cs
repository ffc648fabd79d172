using System.Text.Json.Nodes;
using Ingest.Testing.Kinesis;
using Microsoft.AspNetCore.Http;

namespace Ingest.KinesisProxy.Tests.Records;

/// <summary>Stands in front of a server and fails random records of PutRecords, as a throttled shard does. The seed decides which.</summary>
internal sealed class FaultyKinesis : IAsyncDisposable
{
    private readonly HttpClient _behind;
    private readonly Random _random;
    private readonly double _failing;

    private FaultyKinesis(Uri behind, int seed, double failing)
    {
        _behind = new HttpClient { BaseAddress = behind };
        _random = new Random(seed);
        _failing = failing;
    }

    public KinesisStub Server { get; private set; } = null!;

    /// <summary>Records that were answered with an error.</summary>
    public int Failed { get; private set; }

    public static async Task<FaultyKinesis> StartAsync(IKinesisServer behind, int seed, double failing)
    {
        var faulty = new FaultyKinesis(behind.ServiceUrl, seed, failing);
        faulty.Server = await KinesisStub.StartAsync(faulty.AnswerAsync);
        return faulty;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _behind.Dispose();
    }

    private async Task AnswerAsync(KinesisStubRequest request, HttpContext context)
    {
        if (request.Operation != "PutRecords")
        {
            var (status, json) = await ForwardAsync(request, request.Body);
            await KinesisStub.AnswerAsync(context, status, json);
            return;
        }

        var put = JsonNode.Parse(request.Body)!;
        var records = put["Records"]!.AsArray().ToArray();
        bool[] fails;
        lock (_random)
        {
            fails = [.. records.Select(_ => _random.NextDouble() < _failing)];
            Failed += fails.Count(fail => fail);
        }

        var stored = await StoreAsync(request, put, records.Where((_, i) => !fails[i]));
        var answers = fails.Select(fail => fail
            ? new JsonObject { ["ErrorCode"] = "ProvisionedThroughputExceededException", ["ErrorMessage"] = "Rate exceeded for shard." }
            : stored.Dequeue());
        var answer = new JsonObject { ["FailedRecordCount"] = fails.Count(fail => fail), ["Records"] = new JsonArray([.. answers]) };
        await KinesisStub.AnswerAsync(context, 200, answer.ToJsonString());
    }

    private async Task<Queue<JsonNode>> StoreAsync(KinesisStubRequest request, JsonNode put, IEnumerable<JsonNode?> records)
    {
        var array = new JsonArray([.. records.Select(record => record!.DeepClone())]);
        if (array.Count == 0)
        {
            return [];
        }

        put["Records"] = array;
        var (status, json) = await ForwardAsync(request, System.Text.Encoding.UTF8.GetBytes(put.ToJsonString()));
        Assert.Equal(200, status);
        return new(JsonNode.Parse(json)!["Records"]!.AsArray().Select(record => record!.DeepClone()));
    }

    private async Task<(int Status, string Json)> ForwardAsync(KinesisStubRequest request, byte[] body)
    {
        using var forward = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        forward.Content.Headers.TryAddWithoutValidation("Content-Type", request.Headers["Content-Type"]);
        foreach (var name in new[] { "X-Amz-Target", "Authorization", "X-Amz-Date" })
        {
            forward.Headers.TryAddWithoutValidation(name, request.Headers[name]);
        }

        using var response = await _behind.SendAsync(forward);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
