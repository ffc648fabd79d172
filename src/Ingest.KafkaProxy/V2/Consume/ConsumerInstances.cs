using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>The consumer instances that live in this process: within a limit, and each until it is deleted or idle for too long.</summary>
internal sealed class ConsumerInstances : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<(string Group, string Name), ConsumerInstance> _instances = [];
    private readonly KafkaRestOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly Counter<long> _expired;
    private int _count;

    public ConsumerInstances(IOptions<KafkaRestOptions> options, IMeterFactory meters, TimeProvider time)
    {
        (_options, _time) = (options.Value, time);
        _sweep = time.CreateTimer(_ => ExpireIdle(), null, _options.ConsumerIdleMax / 4, _options.ConsumerIdleMax / 4);
        var meter = meters.Create("Ingest.KafkaProxy");
        meter.CreateObservableUpDownCounter("kafka_proxy.consumers", () => _instances.Count, "{consumer}", "Consumer instances.");
        _expired = meter.CreateCounter<long>("kafka_proxy.consumers.expired", "{consumer}", "Consumer instances closed because nothing was asked of them.");
    }

    /// <exception cref="RestException">409 when there is one of that name, 503 when there are too many.</exception>
    /// <exception cref="Confluent.Kafka.KafkaException">librdkafka does not take the settings.</exception>
    public void Create(string group, ConsumerSettings settings, KafkaClients clients)
    {
        if (_instances.ContainsKey((group, settings.Name)))
        {
            throw Exists();
        }

        if (Interlocked.Increment(ref _count) > _options.ConsumersMax)
        {
            Interlocked.Decrement(ref _count);
            throw new RestException(new(503, 50301, $"There are {_options.ConsumersMax} consumer instances already; delete one, or try again later.", RetryAfterSeconds: 1));
        }

        var instance = new ConsumerInstance(group, settings, clients, _time);
        if (!_instances.TryAdd((group, settings.Name), instance))
        {
            Interlocked.Decrement(ref _count);
            _ = instance.DisposeAsync().AsTask();
            throw Exists();
        }
    }

    /// <exception cref="RestException">404: the caller has no such instance here.</exception>
    public ConsumerInstance Find(string group, string name, KafkaClients clients) =>
        _instances.TryGetValue((group, name), out var instance) && instance.Identity == clients.Identity
            ? instance
            : throw new RestException(RestError.ConsumerNotFound);

    /// <summary>Leaves the group, when the request that uses it has ended.</summary>
    public async Task RemoveAsync(ConsumerInstance instance)
    {
        if (_instances.TryRemove(KeyValuePair.Create((instance.Group, instance.Settings.Name), instance)))
        {
            Interlocked.Decrement(ref _count);
            await instance.DisposeAsync();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Leaves all groups, so that their other members need not wait for the session's end.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_instances.Values.Select(RemoveAsync)).WaitAsync(cancellationToken);

    public void Dispose() => _sweep.Dispose();

    private static RestException Exists() => new(new(409, 40902, "Consumer with specified consumer ID already exists in the specified consumer group."));

    private void ExpireIdle()
    {
        foreach (var instance in _instances.Values.Where(instance => !instance.IsBusy && _time.GetElapsedTime(instance.LastUsed) >= _options.ConsumerIdleMax))
        {
            _expired.Add(1);
            _ = RemoveAsync(instance);
        }
    }
}
