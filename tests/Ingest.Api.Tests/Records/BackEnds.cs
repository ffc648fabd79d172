using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Confluent.Kafka;
using Ingest.EmbeddedKinesis;
using Ingest.Local.Kafka;
using Ingest.Testing;
using Record = Amazon.Kinesis.Model.Record;

namespace Ingest.Api.Tests.Records;

/// <summary>What is behind the proxies: Kafka (librdkafka's mock cluster) and the embedded Kinesis, over real sockets, and how to read them.</summary>
internal sealed class BackEnds : IAsyncDisposable
{
    private const int Partitions = 4;

    private readonly TemporaryDirectory _data;
    private readonly MockKafka _kafka = new();
    private readonly RunningService _kinesis;
    private readonly AmazonKinesisClient _reader;

    private BackEnds(TemporaryDirectory data, RunningService kinesis)
    {
        (_data, _kinesis) = (data, kinesis);
        _reader = new AmazonKinesisClient(
            new BasicAWSCredentials("test", "test"), new AmazonKinesisConfig { ServiceURL = kinesis.Url.ToString(), AuthenticationRegion = "eu-west-1" });
    }

    /// <summary>The cluster, to make it slow.</summary>
    public MockKafka Kafka => _kafka;

    public (string Key, string? Value)[] ForKafkaProxy => [("Kafka:BootstrapServers", _kafka.BootstrapServers)];

    public (string Key, string? Value)[] ForKinesisProxy =>
    [
        ("Kinesis:ServiceUrl", _kinesis.Url.ToString()),
        ("Kinesis:Region", "eu-west-1"),
        ("Kinesis:AccessKeyId", "test"),
        ("Kinesis:SecretAccessKey", "test"),
        ("KinesisProxy:CreateMissingStreams", "true"),
        ("KinesisProxy:DefaultShardCount", "2"),
    ];

    public static async Task<BackEnds> StartAsync()
    {
        var data = new TemporaryDirectory();
        return new BackEnds(data, await RunningService.StartAsync(EmbeddedKinesisServer.Build, ("EmbeddedKinesis:DataDirectory", data.Path)));
    }

    /// <summary>All that is in a topic, partition by partition, each in order.</summary>
    public IReadOnlyList<ConsumeResult<byte[], byte[]>> InTopic(string topic)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = _kafka.BootstrapServers,
            GroupId = "test",
            EnablePartitionEof = true,
            FetchWaitMaxMs = 10,
        }).Build();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var stored = new List<ConsumeResult<byte[], byte[]>>();
        for (var ended = 0; ended < Partitions;)
        {
            var next = consumer.Consume(TimeSpan.FromSeconds(10)) ?? throw new TimeoutException($"{topic}: {stored.Count} read, {ended} partitions ended");
            if (next.IsPartitionEOF)
            {
                ended++;
            }
            else
            {
                stored.Add(next);
            }
        }

        return [.. stored.OrderBy(record => record.Partition.Value).ThenBy(record => record.Offset.Value)];
    }

    /// <summary>All that is in a stream, shard by shard, each in order.</summary>
    public async Task<IReadOnlyList<Record>> InStreamAsync(string stream)
    {
        var stored = new List<Record>();
        foreach (var shard in (await _reader.ListShardsAsync(new ListShardsRequest { StreamName = stream })).Shards!)
        {
            var iterator = (await _reader.GetShardIteratorAsync(new GetShardIteratorRequest
            {
                StreamName = stream,
                ShardId = shard.ShardId,
                ShardIteratorType = ShardIteratorType.TRIM_HORIZON,
            })).ShardIterator;
            for (var behind = true; behind;)
            {
                var read = await _reader.GetRecordsAsync(new GetRecordsRequest { ShardIterator = iterator });
                stored.AddRange(read.Records ?? []);
                iterator = read.NextShardIterator;
                behind = read.Records is { Count: > 0 };
            }
        }

        return stored;
    }

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    public static string Text(Record record) => Encoding.UTF8.GetString(record.Data!.ToArray());

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _kinesis.DisposeAsync();
        _kafka.Dispose();
        _data.Dispose();
    }
}
