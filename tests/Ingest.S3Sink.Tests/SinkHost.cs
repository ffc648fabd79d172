using System.Text;
using Confluent.Kafka;
using Ingest.Local.Kafka;
using Ingest.Testing;

namespace Ingest.S3Sink.Tests;

/// <summary>A cluster, a bucket in a directory, and the sink between them, started as in production.</summary>
internal sealed class SinkHost : IAsyncDisposable
{
    private readonly TemporaryDirectory _bucket = new();
    private IProducer<byte[], byte[]> _producer;

    public SinkHost()
    {
        Kafka = new MockKafka();
        _producer = Connect(Kafka);
    }

    public MockKafka Kafka { get; private set; }

    public RunningService? Service { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts the sink with an object a record, unless <paramref name="settings"/> say otherwise.</summary>
    public async Task StartAsync(params (string Key, string? Value)[] settings) => Service = await StartAnotherAsync(settings);

    /// <summary>Starts a sink beside the first one.</summary>
    public Task<RunningService> StartAnotherAsync(params (string Key, string? Value)[] settings) => RunningService.StartAsync(
        Program.Build,
        [.. Defaults().Where(setting => settings.All(own => own.Key != setting.Key)), .. settings]);

    private IEnumerable<(string Key, string? Value)> Defaults() =>
    [
        ("Kafka:BootstrapServers", Kafka.BootstrapServers),
        ("Kafka:Client:topic_metadata_refresh_interval_ms", "200"),
        ("ObjectStore:Uri", _bucket.Uri.AbsoluteUri),
        ("S3Sink:FlushRecords", "1"),
        ("S3Sink:RetryWaitMax", "00:00:00.100"),

        // The mock cluster lets a group that had members wait for the session time-out less a second before it goes on.
        ("Kafka:Client:session_timeout_ms", "1200"),
        ("Kafka:Client:heartbeat_interval_ms", "100"),
    ];

    public async Task StopAsync()
    {
        await Service!.DisposeAsync();
        Service = null;
    }

    /// <summary>Another cluster takes the place of the one that was.</summary>
    public void ReplaceKafka()
    {
        _producer.Dispose();
        Kafka.Dispose();
        Kafka = new MockKafka();
        _producer = Connect(Kafka);
    }

    public Task ProduceAsync(string topic, params string?[] values) => ProduceAsync(topic, 0, values);

    /// <summary>Puts a file where the store needs a directory for its objects.</summary>
    public void BreakStore() => File.WriteAllText(Path.Combine(_bucket.Path, "topics"), "");

    public void MendStore() => File.Delete(Path.Combine(_bucket.Path, "topics"));

    public async Task ProduceAsync(string topic, int partition, params string?[] values)
    {
        foreach (var value in values)
        {
            await _producer.ProduceAsync(
                new TopicPartition(topic, partition), new() { Value = value is null ? null! : Encoding.UTF8.GetBytes(value) }, Cancellation);
        }
    }

    /// <summary>The keys below a folder of the bucket, in order.</summary>
    public string[] Keys(string folder)
    {
        var path = Path.Combine(_bucket.Path, folder);
        return Directory.Exists(path)
            ? [.. Directory.GetFiles(path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_bucket.Path, file)).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Waits until the objects below a folder hold <paramref name="count"/> lines, and gives them in the order of the keys.</summary>
    public Task<string[]> LinesAsync(string folder, int count) =>
        Eventually.BecomesAsync(
            () => Task.FromResult(Keys(folder).SelectMany(key => File.ReadAllLines(Path.Combine(_bucket.Path, key))).ToArray()),
            lines => lines.Length >= count,
            $"{count} lines under {folder}",
            TimeSpan.FromSeconds(15));

    public async Task<string> ReadAsync(string key) => await File.ReadAllTextAsync(Path.Combine(_bucket.Path, key), Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (Service is not null)
        {
            await Service.DisposeAsync();
        }

        _producer.Dispose();
        Kafka.Dispose();
        _bucket.Dispose();
    }

    private static IProducer<byte[], byte[]> Connect(MockKafka kafka) =>
        new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers, LingerMs = 0 }).Build();
}
