using System.Net;
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

    public Target For(string client) => new(_broker.BootstrapServers, _withoutAutoCreation.BootstrapServers, client + "-");

    /// <summary>Writes 20 records with every codec, each in one batch.</summary>
    public async Task WriteAsOthersAsync()
    {
        foreach (var codec in new[] { "gzip", "snappy", "lz4", "zstd" })
        {
            var (code, _, errors) = await KcatClient.KcatAsync(
                _broker.BootstrapServers, ["-P", "-t", $"others-{codec}", "-z", codec], string.Concat(Enumerable.Range(0, 20).Select(i => $"{codec} {i}\n")));
            Assert.True(code == 0, errors);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _withoutAutoCreation.DisposeAsync();
        _directory.Dispose();
    }
}
