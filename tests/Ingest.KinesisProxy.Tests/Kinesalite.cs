using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Ingest.Testing;
using Ingest.Testing.Kinesis;
using Record = Amazon.Kinesis.Model.Record;

namespace Ingest.KinesisProxy.Tests;

/// <summary>One kinesalite for all tests of the assembly, with a client to look behind the proxy.</summary>
public sealed class Kinesalite : IAsyncLifetime
{
    private readonly Lazy<Task<KinesaliteServer>> _server = new(KinesaliteServer.StartAsync);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The server; skips the running test when it is not installed.</summary>
    public Task<KinesaliteServer> ServerAsync() => _server.Value;

    public async Task<AmazonKinesisClient> ClientAsync() => new(
        new BasicAWSCredentials("test", "test"),
        new AmazonKinesisConfig { ServiceURL = (await ServerAsync()).ServiceUrl.ToString(), AuthenticationRegion = "eu-west-1" });

    /// <summary>A new active stream of its own for a test.</summary>
    public async Task<string> CreateStreamAsync(int shards = 1)
    {
        var name = $"stream-{Guid.NewGuid():N}";
        using var kinesis = await ClientAsync();
        await kinesis.CreateStreamAsync(new() { StreamName = name, ShardCount = shards });
        await Eventually.IsTrueAsync(
            async () => (await kinesis.DescribeStreamSummaryAsync(new() { StreamName = name })).StreamDescriptionSummary!.StreamStatus == StreamStatus.ACTIVE,
            $"{name} is active");
        return name;
    }

    /// <summary>All records of a stream, shard by shard.</summary>
    public async Task<List<Record>> ReadAsync(string stream)
    {
        using var kinesis = await ClientAsync();
        var records = new List<Record>();
        foreach (var shard in (await kinesis.ListShardsAsync(new() { StreamName = stream })).Shards!)
        {
            var iterator = (await kinesis.GetShardIteratorAsync(
                new() { StreamName = stream, ShardId = shard.ShardId, ShardIteratorType = ShardIteratorType.TRIM_HORIZON })).ShardIterator;
            GetRecordsResponse read;
            do
            {
                read = await kinesis.GetRecordsAsync(new() { ShardIterator = iterator });
                records.AddRange(read.Records!);
                iterator = read.NextShardIterator;
            }
            while (read.Records!.Count > 0);
        }

        return records;
    }

    public async Task<string[]> ReadTextAsync(string stream) =>
        [.. (await ReadAsync(stream)).Select(record => Encoding.UTF8.GetString(record.Data!.ToArray()))];

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
