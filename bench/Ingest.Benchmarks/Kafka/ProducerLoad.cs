using System.Diagnostics;
using Confluent.Kafka;

namespace Ingest.Benchmarks.Kafka;

/// <summary>How many records a second does a server acknowledge to one Confluent.Kafka producer with acks=all?</summary>
internal static class ProducerLoad
{
    /// <returns>Records a second, from the first Produce to the last acknowledgement.</returns>
    public static double Run(string bootstrapServers, string topic, int partitions, int recordBytes, int records)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            Acks = Acks.All,
            QueueBufferingMaxMessages = 1_000_000,
            LingerMs = 5,
        }).Build();
        var value = new byte[recordBytes];
        new Random(17).NextBytes(value);
        var left = records;
        Error? failure = null;
        using var done = new ManualResetEventSlim();

        // The connection and the metadata are there before the clock runs.
        producer.ProduceAsync(new TopicPartition(topic, 0), new Message<Null, byte[]> { Value = value }).GetAwaiter().GetResult();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < records; i++)
        {
            Produce(producer, new TopicPartition(topic, i % partitions), value, report =>
            {
                failure = report.Error.IsError ? report.Error : failure;
                if (Interlocked.Decrement(ref left) == 0)
                {
                    done.Set();
                }
            });
        }

        var all = done.Wait(TimeSpan.FromMinutes(5));
        var elapsed = clock.Elapsed;
        return all && failure is null
            ? records / elapsed.TotalSeconds
            : throw new InvalidOperationException($"{left} of {records} were not acknowledged; {failure}");
    }

    private static void Produce(IProducer<Null, byte[]> producer, TopicPartition partition, byte[] value, Action<DeliveryReport<Null, byte[]>> done)
    {
        while (true)
        {
            try
            {
                producer.Produce(partition, new Message<Null, byte[]> { Value = value }, done);
                return;
            }
            catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
