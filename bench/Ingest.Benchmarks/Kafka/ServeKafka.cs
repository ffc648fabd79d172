using System.Net;
using Ingest.EmbeddedKafka;
using Ingest.Local.Kafka;

namespace Ingest.Benchmarks.Kafka;

/// <summary>The process behind <see cref="KafkaServer"/>: one of the candidates, until it is killed.</summary>
internal static class ServeKafka
{
    public const string Command = "serve-kafka";
    public const string Ready = "ready ";
    public const string Mock = "mock cluster";
    public const string EveryCommit = "embedded, every commit flushed";
    public const string Interval = "embedded, flushed at intervals";

    public static async Task RunAsync(string kind, string directory)
    {
        using var mock = kind == Mock ? new MockKafka() : null;
        await using var broker = kind == Mock ? null : await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions
        {
            DataDirectory = directory,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            FlushPolicy = kind == Interval ? DurableLog.FlushPolicy.Interval : DurableLog.FlushPolicy.EveryCommit,
        });

        foreach (var (topic, partitions) in Topics.All)
        {
            mock?.CreateTopic(topic, partitions);
        }

        if (broker is not null)
        {
            await Topics.CreateAsync(broker.BootstrapServers, Topics.All);
        }

        Console.WriteLine(Ready + (mock?.BootstrapServers ?? broker!.BootstrapServers));
        await Task.Delay(Timeout.Infinite);
    }
}
