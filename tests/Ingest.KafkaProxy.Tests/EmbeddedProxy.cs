using System.Net;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.EmbeddedKafka;
using Ingest.KafkaProxy.Tests;
using Ingest.Testing;

[assembly: AssemblyFixture(typeof(EmbeddedProxy))]

namespace Ingest.KafkaProxy.Tests;

/// <summary>The proxy before an embedded broker, for what the mock cluster cannot do. Tests take topics and groups of their own.</summary>
public sealed class EmbeddedProxy : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private EmbeddedKafkaBroker? _broker;

    public RunningService Service { get; private set; } = null!;

    public string BootstrapServers => _broker!.BootstrapServers;

    public async ValueTask InitializeAsync()
    {
        _broker = await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions
        {
            DataDirectory = _directory.Path,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            FlushPolicy = DurableLog.FlushPolicy.Never,
            MaintenanceInterval = TimeSpan.FromHours(1), // retention would take what tests store with a time long past
        });
        Service = await StartProxyAsync();
    }

    /// <summary>Another proxy before the same broker.</summary>
    public Task<RunningService> StartProxyAsync(params (string Key, string? Value)[] settings) =>
        RunningService.StartAsync(Program.Build, [("Kafka:BootstrapServers", BootstrapServers), .. settings]);

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _broker!.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>A topic that no other test has.</summary>
    public async Task<string> CreateTopicAsync(int partitions = 1)
    {
        var name = RunningProxy.NewTopic();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions }]);
        return name;
    }

    /// <summary>Stores values as they are, in one partition.</summary>
    public async Task StoreAsync(string topic, int partition, params string?[] values)
    {
        using var producer = new ProducerBuilder<Null, byte[]?>(new ProducerConfig { BootstrapServers = BootstrapServers }).Build();
        foreach (var value in values)
        {
            await producer.ProduceAsync(
                new TopicPartition(topic, partition),
                new Message<Null, byte[]?> { Value = value is null ? null : Encoding.UTF8.GetBytes(value), Timestamp = new(1_700_000_000_000, TimestampType.CreateTime) });
        }
    }

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? accept = null, string? contentType = RunningProxy.V2) =>
        SendAsync(Service, method, path, body, accept, contentType);

    public static async Task<Answer> SendAsync(
        RunningService proxy, HttpMethod method, string path, string? body = null, string? accept = null, string? contentType = RunningProxy.V2)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType!);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }
}
