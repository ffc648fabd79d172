using System.Text;
using Confluent.Kafka;
using Ingest.KafkaProxy.Tests;
using Ingest.Local.Kafka;
using Ingest.Testing;

[assembly: AssemblyFixture(typeof(RunningProxy))]

namespace Ingest.KafkaProxy.Tests;

/// <summary>The proxy on a loopback port, before a Kafka of its own. Tests that use the shared one take topics of their own.</summary>
public sealed class RunningProxy : IAsyncLifetime
{
    public const string Json = "application/vnd.kafka.json.v2+json";
    public const string Binary = "application/vnd.kafka.binary.v2+json";
    public const string V2 = "application/vnd.kafka.v2+json";

    private readonly (string Key, string? Value)[] _settings;

    public RunningProxy()
        : this([])
    {
    }

    private RunningProxy((string Key, string? Value)[] settings, int brokers = 1) => (_settings, Kafka) = (settings, new(brokers));

    internal MockKafka Kafka { get; }

    public RunningService Service { get; private set; } = null!;

    public static Task<RunningProxy> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(1, settings);

    public static async Task<RunningProxy> StartAsync(int brokers, params (string Key, string? Value)[] settings)
    {
        var proxy = new RunningProxy(settings, brokers);
        await proxy.InitializeAsync();
        return proxy;
    }

    public async ValueTask InitializeAsync() =>
        Service = await RunningService.StartAsync(Program.Build, [("Kafka:BootstrapServers", Kafka.BootstrapServers), .. _settings]);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Kafka.Dispose();
    }

    /// <summary>A topic that no other test has.</summary>
    public static string NewTopic() => $"t-{Guid.NewGuid():N}";

    public Task<Answer> ProduceAsync(string topic, string body, string contentType = Json) =>
        PostAsync($"/topics/{topic}", Encoding.UTF8.GetBytes(body), contentType);

    public async Task<Answer> PostAsync(string path, byte[] body, string? contentType, string? contentEncoding = null)
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", contentType));
        }

        if (contentEncoding is not null)
        {
            content.Headers.ContentEncoding.Add(contentEncoding);
        }

        using var response = await Service.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    public async Task<Answer> GetAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Accept", accept));
        }

        using var response = await Service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    /// <summary>All that is stored in a topic's four partitions.</summary>
    internal List<ConsumeResult<byte[], byte[]>> Stored(string topic)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Kafka.BootstrapServers,
            GroupId = "test",
            EnablePartitionEof = true,
            FetchWaitMaxMs = 10,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        consumer.Assign(Enumerable.Range(0, 4).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));

        var stored = new List<ConsumeResult<byte[], byte[]>>();
        for (var ended = 0; ended < 4;)
        {
            var next = consumer.Consume(TimeSpan.FromSeconds(10)) ?? throw new TimeoutException($"{topic}: {stored.Count} read, {ended} partitions ended");
            if (next.IsPartitionEOF)
            {
                ended++;
            }
            else
            {
                stored.Add(next);
            }
        }

        return stored;
    }
}
