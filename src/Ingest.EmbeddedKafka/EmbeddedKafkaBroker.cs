using System.Diagnostics.Metrics;
using System.Net;
using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Connections;
using Ingest.EmbeddedKafka.Groups;
using Ingest.EmbeddedKafka.Partitions;
using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ingest.EmbeddedKafka;

/// <summary>
/// A Kafka broker over durable logs on local disk, for one machine: a cluster of one. Clients are not authenticated, so it
/// listens on loopback unless told otherwise.
/// </summary>
public sealed partial class EmbeddedKafkaBroker : IAsyncDisposable
{
    private readonly EmbeddedKafkaOptions _options;
    private readonly ILogger _logger;
    private readonly TopicCatalog _topics;
    private readonly GroupCoordinator _groups;
    private readonly WebApplication _server;
    private readonly Meter _meter;
    private readonly CancellationTokenSource _stopping = new();
    private ListenOptions? _listening;
    private Task _maintenance = Task.CompletedTask;
    private bool _disposed;

    private EmbeddedKafkaBroker(EmbeddedKafkaOptions options, TopicCatalog topics, GroupCoordinator groups, Meter meter, Func<KafkaApi, KafkaApi> instead, ILoggerFactory logs, TimeProvider time)
    {
        (_options, _topics, _groups, _meter) = (options, topics, groups, meter);
        _logger = logs.CreateLogger<EmbeddedKafkaBroker>();
        _topics.Deleted += deleted => groups.ForgetTopicsAsync(topic => topic == deleted.Name);
        _server = BuildServer(instead, logs, time);
    }

    /// <summary>Where clients connect, <c>host:port</c>.</summary>
    public string BootstrapServers => $"{Broker.Host}:{Broker.Port}";

    /// <summary>Where it takes connections, whatever it advertises.</summary>
    public IPEndPoint ListeningOn => _listening?.IPEndPoint ?? _options.Listen;

    private Advertised Broker => _options.Advertise is { } told
        ? new Advertised(told.Host, told.Port)
        : new Advertised(_options.Listen.Address.ToString(), _listening?.IPEndPoint?.Port ?? _options.Listen.Port);

    /// <summary>Opens the data directory and starts to serve.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="logs">Where it logs; null logs nothing.</param>
    /// <param name="meters">Where it counts, under the name <c>Ingest.EmbeddedKafka</c>; null for a meter of its own of that name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="DurableLogInUseException">Another broker has the data directory.</exception>
    /// <exception cref="IOException">The address is taken, or the data directory cannot be used.</exception>
    /// <exception cref="ArgumentException">Options do not hold.</exception>
    public static Task<EmbeddedKafkaBroker> StartAsync(
        EmbeddedKafkaOptions options, ILoggerFactory? logs = null, IMeterFactory? meters = null, TimeProvider? time = null, CancellationToken cancellation = default) =>
        StartAsync(options, instead: null, logs, meters, time, cancellation);

    /// <param name="options">What it needs to know.</param>
    /// <param name="instead">Gives what is to answer in the place of an API; tests plant defects with it.</param>
    /// <param name="logs">Where it logs.</param>
    /// <param name="meters">Where it counts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the start.</param>
    internal static async Task<EmbeddedKafkaBroker> StartAsync(
        EmbeddedKafkaOptions options, Func<KafkaApi, KafkaApi>? instead, ILoggerFactory? logs = null, IMeterFactory? meters = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (logs, time) = (logs ?? NullLoggerFactory.Instance, time ?? TimeProvider.System);
        var logOptions = new DurableLogOptions
        {
            EntryBytesMax = options.RequestBytesMax,
            PendingBytesMax = Math.Max(options.RequestBytesMax, 64 << 20),
            FlushPolicy = options.FlushPolicy,
            Metrics = meters is null ? null : new DurableLogMetrics(meters, time),
            Time = time,
        };
        var topics = new TopicCatalog(options, logOptions, time, logs.CreateLogger<TopicCatalog>());
        GroupCoordinator? groups = null;
        try
        {
            await topics.OpenAsync(cancellation);
            var log = await GroupLog.OpenAsync(Path.Combine(options.DataDirectory, "groups"), logOptions with { FlushPolicy = FlushPolicy.EveryCommit }, cancellation);
            groups = new GroupCoordinator(options, log, time, logs.CreateLogger<GroupCoordinator>());
            groups.Load();

            // The broker may have ended between a topic's deletion and this.
            await groups.ForgetTopicsAsync(topic => topics.Find(topic) is null);
            var broker = new EmbeddedKafkaBroker(options, topics, groups, meters?.Create("Ingest.EmbeddedKafka") ?? new Meter("Ingest.EmbeddedKafka"), instead ?? (api => api), logs, time);
            await broker.ListenAsync(time, cancellation);
            return broker;
        }
        catch
        {
            await (groups?.DisposeAsync() ?? ValueTask.CompletedTask);
            await topics.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops: who waits for records or members is answered, what was produced is acknowledged, then everything is flushed and closed. Again it does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
        {
            return;
        }

        await _stopping.CancelAsync();
        await _server.StopAsync();
        await _server.DisposeAsync();
        await _maintenance;
        await _groups.DisposeAsync();
        await _topics.DisposeAsync();
        _meter.Dispose();
        _stopping.Dispose();
    }

    private async Task ListenAsync(TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await _server.StartAsync(cancellation);
        }
        catch
        {
            await _server.DisposeAsync();
            throw;
        }

        _maintenance = MaintainAsync(time, _stopping.Token);
        LogListening(BootstrapServers);
    }

    private WebApplication BuildServer(Func<KafkaApi, KafkaApi> instead, ILoggerFactory logs, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.Services.AddLogging();
        builder.Services.AddSingleton<IHostLifetime, HostedLifetime>();
        builder.Services.AddSingleton(_options);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(_meter);
        builder.Services.AddSingleton(new ByteBudget(_options.RequestsBytesMax));
        builder.Services.AddSingleton<ConnectionMetrics>();
        var metrics = new RecordMetrics(_meter, logs.CreateLogger<RecordMetrics>());
        IEnumerable<KafkaApi> apis = [.. TopicApis.Create(_topics, _options, () => Broker), .. RecordApis.Create(_topics, metrics, time), .. GroupApis.Create(_groups, _topics, () => Broker)];
        builder.Services.AddSingleton(new ApiTable(apis.Select(instead)));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = _options.ConnectionsMax;
            kestrel.Listen(_options.Listen, listen =>
            {
                _listening = listen;
                listen.UseConnectionHandler<KafkaConnectionHandler>();
            });
        });
        return builder.Build();
    }

    private async Task MaintainAsync(TimeProvider time, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_options.MaintenanceInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                foreach (var partition in _topics.All.SelectMany(topic => topic.Partitions))
                {
                    await AttemptAsync(partition.Name, () => partition.MaintainAsync(stopping), stopping);
                }

                await AttemptAsync("groups", () => _groups.MaintainAsync(stopping), stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The broker stops.
        }
    }

    /// <summary>What cannot be tidied up now is tried again at the next turn, and holds up nothing else.</summary>
    private async Task AttemptAsync(string what, Func<Task> maintain, CancellationToken stopping)
    {
        try
        {
            await maintain();
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested && failure is not ObjectDisposedException)
        {
            LogNotMaintained(failure, what);
        }
        catch (ObjectDisposedException)
        {
            // Deleted meanwhile.
        }
    }

    [LoggerMessage(50, LogLevel.Information, "Serving Kafka at {Address}")]
    private partial void LogListening(string address);

    [LoggerMessage(51, LogLevel.Error, "Could not tidy up {What}")]
    private partial void LogNotMaintained(Exception failure, string what);

    /// <summary>The broker is started and stopped by whoever holds it, not by signals to the process.</summary>
    private sealed class HostedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
