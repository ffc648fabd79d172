using System.Net;
using Ingest.EmbeddedKafka;
using Ingest.ServiceDefaults;

namespace Ingest.Local.Stack;

/// <summary>The whole suite in one process: embedded endpoints first, then the services that need them, the gateway last.</summary>
/// <remarks>The services are built by their own <c>Build</c> and know nothing of it; all that differs is configuration.</remarks>
internal sealed class LocalStack : IAsyncDisposable
{
    private readonly List<WebApplication> _services = [];
    private readonly DataFolder _data;
    private readonly ILoggerFactory _logs;
    private readonly StackOptions _options;
    private readonly TimeProvider _time;
    private EmbeddedKafkaBroker? _kafka;

    private LocalStack(StackOptions options, TimeProvider time)
    {
        (_options, _time, Host) = (options, time, options.Host);
        _data = new DataFolder(options.DataDirectory);
        _logs = BrokerLogs.Create(options.LogLevel);
    }

    /// <summary>Where everything listens.</summary>
    public Endpoints Endpoints { get; private set; } = null!;

    /// <summary>The address that all but Kafka listens at.</summary>
    public IPAddress Host { get; }

    /// <summary>The folder that holds everything.</summary>
    public DataFolder Data => _data;

    /// <summary>Ends when one of the services has stopped by itself.</summary>
    public Task ServiceStopped => Task.WhenAny(_services.Select(service => service.WaitForShutdownAsync()));

    /// <summary>Starts everything and returns once every service says that it is ready.</summary>
    /// <exception cref="IOException">A port is taken or the data folder is in use.</exception>
    /// <exception cref="TimeoutException">A service did not become ready; which, and why, is in the text.</exception>
    public static async Task<LocalStack> StartAsync(StackOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var stack = new LocalStack(options, time);
        try
        {
            await stack.StartServicesAsync(cancellation);
            await Readiness.WaitAsync(stack._services, time, cancellation);
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // From the gateway back to the endpoints: nobody loses what it still needs to finish.
        foreach (var service in Enumerable.Reverse(_services))
        {
            await service.StopAsync();
            await service.DisposeAsync();
        }

        if (_kafka is { } kafka)
        {
            await kafka.DisposeAsync();
        }

        _logs.Dispose();
        _data.Dispose();
    }

    private async Task StartServicesAsync(CancellationToken cancellation)
    {
        _kafka = await EmbeddedKafkaBroker.StartAsync(
            new EmbeddedKafkaOptions
            {
                DataDirectory = _data.Kafka,
                Listen = new IPEndPoint(IPAddress.Loopback, _options.Port(9092)),
                DefaultPartitions = 4,
            },
            _logs, time: _time, cancellation: cancellation);
        var configuration = new StackConfiguration(_options, _data, _kafka.BootstrapServers);
        var kinesis = await StartAsync(EmbeddedKinesis.EmbeddedKinesisServer.Build, configuration.Kinesis(), cancellation);
        var registry = _options.RegistryPort is { } port ? await StartAsync(SchemaRegistry.Program.Build, configuration.Registry(port), cancellation) : null;
        var kafkaProxy = await StartAsync(KafkaProxy.Program.Build, configuration.KafkaProxy(registry), cancellation);
        var kinesisProxy = await StartAsync(KinesisProxy.Program.Build, configuration.KinesisProxy(kinesis), cancellation);
        await StartAsync(S3Sink.Program.Build, configuration.Sink(), cancellation);
        var worker = await StartAsync(Analytics.Worker.Program.Build, configuration.Worker(kinesis), cancellation);
        var gateway = await StartAsync(Api.Program.Build, configuration.Gateway(kafkaProxy, kinesisProxy, worker), cancellation);

        Endpoints = new Endpoints(gateway, kafkaProxy, kinesisProxy, worker, kinesis, _kafka.BootstrapServers, registry);
    }

    private async Task<Uri> StartAsync(
        Func<string[], IConfiguration?, WebApplication> build, IConfiguration configuration, CancellationToken cancellation)
    {
        var service = build([], configuration);
        try
        {
            service.ValidateOptions();
            await service.StartAsync(cancellation);
        }
        catch
        {
            await service.DisposeAsync(); // it never ran, so there is nothing to stop
            throw;
        }

        _services.Add(service);
        return Listening.ReachedAt(service);
    }
}
