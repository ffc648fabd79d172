using Confluent.Kafka;
using Confluent.Kafka.Admin;
using static Ingest.EmbeddedKafka.ConfluentClient.Session;

namespace Ingest.EmbeddedKafka.ConfluentClient;

internal static class ConsumeChecks
{
    public static Dictionary<string, Func<Session, Task>> All { get; } = new()
    {
        ["reads what others wrote with gzip"] = session => OthersAsync(session, "gzip"),
        ["reads what others wrote with snappy"] = session => OthersAsync(session, "snappy"),
        ["reads what others wrote with lz4"] = session => OthersAsync(session, "lz4"),
        ["reads what others wrote with zstd"] = session => OthersAsync(session, "zstd"),
        ["seek"] = SeekAsync,
        ["offset reset: earliest"] = session => ResetAsync(session, AutoOffsetReset.Earliest, "0"),
        ["offset reset: latest"] = session => ResetAsync(session, AutoOffsetReset.Latest, "late"),
        ["earliest and latest offset"] = WatermarksAsync,
        ["offset of a time"] = ByTimeAsync,
        ["offset of the largest timestamp"] = MaxTimestampAsync,
        ["a waiting consumer gets a record at once"] = LongPollAsync,
        ["an offset beyond the end"] = OutOfRangeAsync,
    };

    private static Task OthersAsync(Session session, string codec)
    {
        ExpectSequence(Enumerable.Range(0, session.WrittenByOthers(codec)).Select(i => $"{codec} {i}"), session.ReadAll($"others-{codec}").Select(record => Text(record.Message.Value)), "values");
        return Task.CompletedTask;
    }

    private static async Task SeekAsync(Session session)
    {
        var topic = await session.TopicAsync("seek");
        await session.ProduceAsync(topic, 100);
        using var consumer = session.Consumer("seek");
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        Expect("0", Text(Take(consumer, 1)[0].Message.Value), "first");
        consumer.Seek(new TopicPartitionOffset(topic, 0, 70));
        Expect("70", Text(Take(consumer, 1)[0].Message.Value), "after the seek");
    }

    private static async Task ResetAsync(Session session, AutoOffsetReset reset, string first)
    {
        var topic = await session.TopicAsync($"reset-{reset}".ToLowerInvariant());
        await session.ProduceAsync(topic, 3);
        using var consumer = session.Consumer($"reset-{reset}", config => config.AutoOffsetReset = reset);
        consumer.Subscribe(topic);
        var earlier = new List<string?>();
        while (consumer.Consume(Patience) is { IsPartitionEOF: false } record)
        {
            earlier.Add(Text(record.Message.Value));
        }

        using var producer = session.Producer();
        await producer.ProduceAsync(topic, Record("late"));
        earlier.Add(Text(Take(consumer, 1)[0].Message.Value));
        Expect(first, earlier[0], "first");
        consumer.Close();
    }

    private static async Task WatermarksAsync(Session session)
    {
        var topic = await session.TopicAsync("watermarks");
        await session.ProduceAsync(topic, 7);
        using var consumer = session.Consumer("watermarks");
        var marks = consumer.QueryWatermarkOffsets(new TopicPartition(topic, 0), Patience);
        Expect((0L, 7L), (marks.Low.Value, marks.High.Value), "offsets");
    }

    private static async Task ByTimeAsync(Session session)
    {
        var topic = await session.TopicAsync("by-time");
        await ProduceTimesAsync(session, topic, 1000, 2000, 3000);
        using var consumer = session.Consumer("by-time");
        Offset At(long time) => consumer.OffsetsForTimes([new TopicPartitionTimestamp(topic, 0, new Timestamp(time, TimestampType.CreateTime))], Patience)[0].Offset;
        Expect(0, At(500).Value, "before all");
        Expect(1, At(1001).Value, "between");
        Expect(2, At(3000).Value, "the last");
        Expect(Offset.End, At(3001), "behind all");
    }

    private static async Task MaxTimestampAsync(Session session)
    {
        var topic = await session.TopicAsync("max-time");
        await ProduceTimesAsync(session, topic, 1000, 9000, 3000);
        using var admin = session.Admin();
        var listed = await admin.ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(topic, 0), OffsetSpec = OffsetSpec.MaxTimestamp() }], null);
        Expect(1, listed.ResultInfos[0].TopicPartitionOffsetError.Offset.Value, "offset");
    }

    private static async Task LongPollAsync(Session session)
    {
        var topic = await session.TopicAsync("long-poll");
        using var consumer = session.Consumer("long-poll", config => config.FetchWaitMaxMs = 10_000);
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        Expect(true, consumer.Consume(Patience).IsPartitionEOF, "end");
        using var producer = session.Producer();
        var produced = producer.ProduceAsync(topic, Record("now"));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Expect("now", Text(Take(consumer, 1)[0].Message.Value), "record");
        Expect(true, clock.Elapsed < TimeSpan.FromSeconds(5), "at once");
        await produced;
    }

    private static async Task OutOfRangeAsync(Session session)
    {
        var topic = await session.TopicAsync("out-of-range");
        await session.ProduceAsync(topic, 3);
        using var consumer = session.Consumer("out-of-range", config => config.AutoOffsetReset = AutoOffsetReset.Error);
        consumer.Assign(new TopicPartitionOffset(topic, 0, 1000));
        try
        {
            _ = consumer.Consume(Patience);
        }
        catch (ConsumeException lost) when (lost.Error.Code == ErrorCode.Local_AutoOffsetReset && lost.Error.Reason.Contains("out of range", StringComparison.OrdinalIgnoreCase))
        {
            throw new KafkaException(ErrorCode.OffsetOutOfRange); // which the client turns into an error of its own
        }
    }

    private static async Task ProduceTimesAsync(Session session, string topic, params long[] times)
    {
        using var producer = session.Producer();
        foreach (var time in times)
        {
            var record = Record($"{time}");
            record.Timestamp = new Timestamp(time, TimestampType.CreateTime);
            await producer.ProduceAsync(topic, record);
        }
    }
}
