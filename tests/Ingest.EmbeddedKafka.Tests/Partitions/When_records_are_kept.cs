using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.EmbeddedKafka.Protocol;
using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.EmbeddedKafka.Tests.Partitions;

public sealed class When_records_are_kept
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Of_a_compacted_topic_the_latest_of_every_key_stays_at_its_offset(CompressionType codec)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var broker = await RunningBroker.StartAsync(time: time);
        await CreateAsync(broker, ("cleanup.policy", "compact"), ("min.cleanable.dirty.ratio", "0"), ("delete.retention.ms", "0"));
        await ProduceAsync(broker, codec, [.. Enumerable.Range(0, 300).Select(i => ($"k{i % 3}", $"{i}"))]);
        await ProduceAsync(broker, codec, ("gone", "x"), ("gone", null), ("last", "1"));

        var kept = await Eventually.BecomesAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return Task.FromResult(ReadAll(broker.Address));
            },
            records => records.Count <= 4, "compacted", TimeSpan.FromSeconds(20));

        Assert.Equal([(297L, "k0", "297"), (298L, "k1", "298"), (299L, "k2", "299"), (302L, "last", "1")], kept);
        await broker.RestartAsync();
        Assert.Equal(kept, ReadAll(broker.Address));
    }

    [Fact]
    public async Task Old_records_go_and_the_start_moves()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var broker = await RunningBroker.StartAsync(time: time);
        await CreateAsync(broker, ("retention.ms", "3600000"));
        await ProduceAsync(broker, CompressionType.None, ("k", "old"));
        time.Advance(TimeSpan.FromHours(2));

        await Eventually.BecomesAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return Task.FromResult(Watermarks(broker.Address));
            },
            marks => marks.Low == 1, "retention");

        Assert.Equal((1, 1), Watermarks(broker.Address));
        await broker.RestartAsync();
        Assert.Equal((1, 1), Watermarks(broker.Address));
    }

    [Fact]
    public async Task Of_more_than_retention_bytes_the_oldest_go()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var broker = await RunningBroker.StartAsync(time: time);
        await CreateAsync(broker, ("retention.bytes", "2000000"));
        for (var i = 0; i < 10; i++)
        {
            await ProduceAsync(broker, CompressionType.None, ("k", new string('x', 600_000)));
        }

        var marks = await Eventually.BecomesAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return Task.FromResult(Watermarks(broker.Address));
            },
            marks => marks.Low > 0, "retention");

        Assert.InRange(marks.Low, 1, 7);
        Assert.Equal(10, marks.High);
        Assert.Equal(marks.Low, ReadAll(broker.Address)[0].Offset);
    }

    [Fact]
    public async Task Idempotent_producers_have_ids_that_nobody_had_before()
    {
        await using var broker = await RunningBroker.StartAsync();
        var ids = new List<long>();
        for (var start = 0; start < 3; start++)
        {
            for (var i = 0; i < 5; i++)
            {
                using var wire = broker.Connect();
                var answer = await wire.AskAsync(ApiKey.InitProducerId, 1, false, body =>
                {
                    body.WriteString(null);
                    body.WriteInt32(1000);
                });
                _ = answer.ReadInt32();
                Assert.Equal(0, answer.ReadInt16());
                ids.Add(answer.ReadInt64());
            }

            await broker.RestartAsync();
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private static async Task CreateAsync(RunningBroker broker, params (string Name, string Value)[] configs)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Address }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 1, Configs = configs.ToDictionary(config => config.Name, config => config.Value) }]);
    }

    private static async Task ProduceAsync(RunningBroker broker, CompressionType codec, params (string Key, string? Value)[] records)
    {
        using var producer = new ProducerBuilder<string, byte[]?>(new ProducerConfig { BootstrapServers = broker.Address, CompressionType = codec, LingerMs = 20 }).Build();
        await Task.WhenAll(records.Select(record => producer.ProduceAsync(
            new TopicPartition("t", 0), new Message<string, byte[]?> { Key = record.Key, Value = record.Value is null ? null : Encoding.UTF8.GetBytes(record.Value) }, Cancellation)));
    }

    private static (long Low, long High) Watermarks(string address)
    {
        using var consumer = Consumer(address);
        var marks = consumer.QueryWatermarkOffsets(new TopicPartition("t", 0), TimeSpan.FromSeconds(10));
        return (marks.Low.Value, marks.High.Value);
    }

    private static List<(long Offset, string Key, string? Value)> ReadAll(string address)
    {
        // Up to the last record, which always stays: the broker's clock stands still, and with it who waits for more.
        using var consumer = Consumer(address);
        var last = Watermarks(address).High - 1;
        consumer.Assign(new TopicPartitionOffset("t", 0, Offset.Beginning));
        var records = new List<(long Offset, string, string?)>();
        while (records.Count == 0 || records[^1].Offset < last)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(10)) ?? throw new TimeoutException($"Offset {last} did not come.");
            records.Add((record.Offset.Value, record.Message.Key, record.Message.Value is null ? null : Encoding.UTF8.GetString(record.Message.Value)));
        }

        return records;
    }

    private static IConsumer<string, byte[]?> Consumer(string address) =>
        new ConsumerBuilder<string, byte[]?>(new ConsumerConfig { BootstrapServers = address, GroupId = "reader" }).Build();
}
