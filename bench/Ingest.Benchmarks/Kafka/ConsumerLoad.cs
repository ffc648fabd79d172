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
            EnablePartitionEof = true,
            QueuedMinMessages = 1_000_000,
        }).Build();
        long records = 0;
        var reading = TimeSpan.Zero;
        for (var pass = 0; pass < passes; pass++)
        {
            consumer.Assign(all.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
            Stopwatch? clock = null;
            for (var ended = 0; ended < partitions;)
            {
                var result = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException($"Nothing came for 30 s after {records} records.");
                clock ??= Stopwatch.StartNew();
                ended += result.IsPartitionEOF ? 1 : 0;
                records += result.IsPartitionEOF ? 0 : 1;
                if (records % 100_000 == 0)
                {
                    seen?.Invoke(records);
                }
            }

            reading += clock!.Elapsed;
        }

        return records / reading.TotalSeconds;
    }
}
