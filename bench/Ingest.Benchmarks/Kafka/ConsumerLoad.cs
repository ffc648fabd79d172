using System.Diagnostics;
using Confluent.Kafka;

namespace Ingest.Benchmarks.Kafka;

/// <summary>How many records a second does one Confluent.Kafka consumer get that reads all partitions from the start?</summary>
internal static class ConsumerLoad
{
    /// <summary>Reads what a topic holds several times over.</summary>
    /// <param name="seen">Called now and then with the number of records read so far.</param>
    /// <returns>Records a second, from the first record of the first pass to the last of the last.</returns>
    public static double Run(string bootstrapServers, string topic, int partitions, int passes, Action<long>? seen = null)
    {
        var all = Enumerable.Range(0, partitions).Select(partition => new TopicPartition(topic, partition)).ToArray();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "bench",
            EnableAutoCommit = false,
            QueuedMinMessages = 1_000_000,
        }).Build();
        var held = all.Select(partition => consumer.QueryWatermarkOffsets(partition, TimeSpan.FromSeconds(30))).Sum(marks => marks.High.Value - marks.Low.Value);
        long records = 0;
        var reading = TimeSpan.Zero;
        for (var pass = 0; pass < passes; pass++)
        {
            consumer.Assign(all.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
            Stopwatch? clock = null;
            for (long read = 0; read < held; read++)
            {
                _ = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException($"Nothing came for 30 s after {records} records.");
                clock ??= Stopwatch.StartNew();
                if (++records % 10_000 == 0)
                {
                    seen?.Invoke(records);
                }
            }

            reading += clock!.Elapsed;
        }

        return records / reading.TotalSeconds;
    }
}
