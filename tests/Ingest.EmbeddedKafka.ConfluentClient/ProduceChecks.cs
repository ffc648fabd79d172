using System.Text;
using Confluent.Kafka;
using static Ingest.EmbeddedKafka.ConfluentClient.Session;

namespace Ingest.EmbeddedKafka.ConfluentClient;

internal static class ProduceChecks
{
    public static Dictionary<string, Func<Session, Task>> All { get; } = new()
    {
        ["produce, acks all: offsets from 0 on"] = session => OffsetsAsync(session, "acks-all", Acks.All),
        ["produce, acks 1: offsets from 0 on"] = session => OffsetsAsync(session, "acks-1", Acks.Leader),
        ["produce, acks 0: the record arrives"] = AcksNoneAsync,
        ["what was acknowledged is at its offset"] = AtItsOffsetAsync,
        ["idempotent producer: in order, none twice"] = IdempotentAsync,
        ["null and empty keys and values"] = NullAndEmptyAsync,
        ["headers: empty, null and of one name twice"] = HeadersAsync,
        ["timestamps of the producer"] = TimestampsAsync,
        ["timestamps of the broker"] = AppendTimeAsync,
        ["gzip"] = session => CodecAsync(session, CompressionType.Gzip),
        ["snappy"] = session => CodecAsync(session, CompressionType.Snappy),
        ["lz4"] = session => CodecAsync(session, CompressionType.Lz4),
        ["zstd"] = session => CodecAsync(session, CompressionType.Zstd),
        ["write for others"] = WriteForOthersAsync,
        ["a record of 900 KB"] = LargeAsync,
        ["10,000 records in order"] = ManyAsync,
        ["a topic is created by producing to it"] = AutoCreateAsync,
    };

    private static async Task OffsetsAsync(Session session, string name, Acks acks)
    {
        var topic = await session.TopicAsync(name);
        using var producer = session.Producer(config => config.Acks = acks);
        for (var i = 0; i < 5; i++)
        {
            var delivered = await producer.ProduceAsync(new TopicPartition(topic, 0), Record($"{i}"));
            Expect(i, delivered.Offset.Value, "offset");
        }
    }

    private static async Task AcksNoneAsync(Session session)
    {
        var topic = await session.TopicAsync("acks-0");
        await session.ProduceAsync(topic, 3, config => config.Acks = Acks.None);
        using var consumer = session.Consumer("acks-0");
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        ExpectSequence(["0", "1", "2"], Take(consumer, 3).Select(record => Text(record.Message.Value)), "values");
    }

    private static async Task AtItsOffsetAsync(Session session)
    {
        var topic = await session.TopicAsync("at-offset", 3);
        using var producer = session.Producer(config => config.LingerMs = 5);
        var delivered = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => producer.ProduceAsync(new TopicPartition(topic, i % 3), Record($"{i}"))));
        for (var partition = 0; partition < 3; partition++)
        {
            var read = session.ReadAll(topic, partition).ToDictionary(record => record.Offset.Value, record => Text(record.Message.Value));
            var mine = delivered.Where(report => report.Partition.Value == partition).ToArray();
            Expect(mine.Length, read.Count, "records");
            foreach (var report in mine)
            {
                Expect(Text(report.Value), read.GetValueOrDefault(report.Offset.Value), $"at offset {report.Offset}");
            }
        }
    }

    private static async Task IdempotentAsync(Session session)
    {
        var topic = await session.TopicAsync("idempotent");
        await session.ProduceAsync(topic, 2000, config => (config.EnableIdempotence, config.BatchNumMessages) = (true, 50));
        ExpectSequence(Enumerable.Range(0, 2000).Select(i => $"{i}"), session.ReadAll(topic).Select(record => Text(record.Message.Value)), "values");
    }

    private static async Task NullAndEmptyAsync(Session session)
    {
        var topic = await session.TopicAsync("nulls");
        using var producer = session.Producer();
        foreach (var (key, value) in new[] { (null, "v"), ("", "v"), ("k", null), ("k", ""), (null, (string?)null) })
        {
            await producer.ProduceAsync(new TopicPartition(topic, 0), Record(value, key));
        }

        var read = session.ReadAll(topic);
        ExpectSequence([null, "", "k", "k", null], read.Select(record => Text(record.Message.Key)), "keys");
        ExpectSequence(["v", "v", null, "", null], read.Select(record => Text(record.Message.Value)), "values");
    }

    private static async Task HeadersAsync(Session session)
    {
        var topic = await session.TopicAsync("headers");
        using var producer = session.Producer();
        var record = Record("v");
        record.Headers = [new Header("a", "1"u8.ToArray()), new Header("a", "2"u8.ToArray()), new Header("empty", []), new Header("null", null), new Header("größe", Encoding.UTF8.GetBytes("ü"))];
        await producer.ProduceAsync(new TopicPartition(topic, 0), record);
        var read = session.ReadAll(topic).Single().Message.Headers;
        ExpectSequence(["a=1", "a=2", "empty=", "null=null", "größe=ü"], read.Select(header => $"{header.Key}={Text(header.GetValueBytes()) ?? "null"}"), "headers");
    }

    private static async Task TimestampsAsync(Session session)
    {
        var topic = await session.TopicAsync("create-time");
        using var producer = session.Producer();
        var record = Record("v");
        record.Timestamp = new Timestamp(1_500_000_000_123, TimestampType.CreateTime);
        await producer.ProduceAsync(new TopicPartition(topic, 0), record);
        Expect(record.Timestamp, session.ReadAll(topic).Single().Message.Timestamp, "timestamp");
    }

    private static async Task AppendTimeAsync(Session session)
    {
        var topic = await session.TopicAsync("append-time", 1, ("message.timestamp.type", "LogAppendTime"));
        using var producer = session.Producer();
        var record = Record("v");
        record.Timestamp = new Timestamp(1_500_000_000_123, TimestampType.CreateTime);
        await producer.ProduceAsync(new TopicPartition(topic, 0), record);
        var read = session.ReadAll(topic).Single().Message.Timestamp;
        Expect(TimestampType.LogAppendTime, read.Type, "type of timestamp");
        Expect(true, Math.Abs((DateTime.UtcNow - read.UtcDateTime).TotalMinutes) < 5, "the broker's time");
    }

    private static async Task CodecAsync(Session session, CompressionType codec)
    {
        var topic = await session.TopicAsync($"codec-{codec}".ToLowerInvariant());
        using var producer = session.Producer(config => (config.CompressionType, config.LingerMs) = (codec, 20));
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => producer.ProduceAsync(new TopicPartition(topic, 0), Record($"{i} {new string('x', 200)}", $"{i}"))));
        ExpectSequence(Enumerable.Range(0, 100).Select(i => $"{i} {new string('x', 200)}"), session.ReadAll(topic).Select(record => Text(record.Message.Value)), "values");
    }

    /// <summary>Not a check of its own: the second 20 records of each topic that all clients are to read.</summary>
    private static async Task WriteForOthersAsync(Session session)
    {
        foreach (var codec in new[] { CompressionType.Gzip, CompressionType.Snappy, CompressionType.Lz4, CompressionType.Zstd })
        {
            var name = $"{codec}".ToLowerInvariant();
            using var producer = session.Producer(config => (config.CompressionType, config.LingerMs) = (codec, 20));
            await Task.WhenAll(Enumerable.Range(20, 20).Select(i => producer.ProduceAsync(new TopicPartition($"others-{name}", 0), Record($"{name} {i}"))));
        }
    }

    private static async Task LargeAsync(Session session)
    {
        var topic = await session.TopicAsync("large");
        using var producer = session.Producer();
        await producer.ProduceAsync(new TopicPartition(topic, 0), Record(new string('y', 900_000)));
        Expect(900_000, session.ReadAll(topic).Single().Message.Value!.Length, "bytes");
    }

    private static async Task ManyAsync(Session session)
    {
        var topic = await session.TopicAsync("many");
        await session.ProduceAsync(topic, 10_000, config => config.LingerMs = 5);
        ExpectSequence(Enumerable.Range(0, 10_000).Select(i => $"{i}"), session.ReadAll(topic).Select(record => Text(record.Message.Value)), "values");
    }

    private static async Task AutoCreateAsync(Session session)
    {
        await session.ProduceAsync(session.Name("auto-created"), 1);
        Expect(1, session.ReadAll(session.Name("auto-created")).Count, "records");
    }
}
