using System.Net;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.EmbeddedKafka.Protocol;
using Ingest.Testing;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>Two embedded brokers, one of which creates no topics by itself, and topics that "others" wrote.</summary>
internal sealed class Brokers : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly EmbeddedKafkaBroker _broker;
    private readonly EmbeddedKafkaBroker _withoutAutoCreation;

    private Brokers(TemporaryDirectory directory, EmbeddedKafkaBroker broker, EmbeddedKafkaBroker withoutAutoCreation) =>
        (_directory, _broker, _withoutAutoCreation) = (directory, broker, withoutAutoCreation);

    public static async Task<Brokers> StartAsync(Func<KafkaApi, KafkaApi>? instead = null)
    {
        var directory = new TemporaryDirectory();
        var options = new EmbeddedKafkaOptions { DataDirectory = Path.Combine(directory.Path, "a"), Listen = new IPEndPoint(IPAddress.Loopback, 0) };
        return new Brokers(
            directory,
            await EmbeddedKafkaBroker.StartAsync(options, instead),
            await EmbeddedKafkaBroker.StartAsync(options with { DataDirectory = Path.Combine(directory.Path, "b"), AutoCreateTopics = false }));
    }

    public Target For(string client) =>
        new(_broker.BootstrapServers, _withoutAutoCreation.BootstrapServers, client + "-", WrittenWithGzip: 80, WrittenWithOthers: 60);

    /// <summary>Every client writes 20 records with every codec it has, one behind the other, and kcat a record with headers.</summary>
    public async Task WriteForOthersAsync()
    {
        await KcatClient.WriteForOthersAsync(_broker.BootstrapServers);
        foreach (var written in new[] { ClientProcess.ConfluentAsync, ClientProcess.PythonAsync, (Func<Target, IEnumerable<string>, Task<IReadOnlyList<Outcome>>>)ClientProcess.KafkaJsAsync })
        {
            Assert.All(await written(For("others"), ["write for others"]), outcome => Assert.True(outcome.Result == Checks.Pass, outcome.Detail));
        }
    }

    /// <summary>Makes the topics that kcat cannot make.</summary>
    public async Task MakeTopicsForAsync(string client)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(
        [
            Topic(KcatClient.SmallRecords, 1, new() { ["max.message.bytes"] = "1000" }),
            Topic(KcatClient.Compacted, 1, new() { ["cleanup.policy"] = "compact" }),
            Topic(KcatClient.AppendTime, 1, new() { ["message.timestamp.type"] = "LogAppendTime" }),
            Topic(KcatClient.Share, 4, []),
        ]);

        TopicSpecification Topic(string name, int partitions, Dictionary<string, string> configs) =>
            new() { Name = $"{client}-{name}", NumPartitions = partitions, ReplicationFactor = 1, Configs = configs };
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _withoutAutoCreation.DisposeAsync();
        _directory.Dispose();
    }
}
