using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>The one producer of the process, shared by all requests; opened before the first, flushed after the last.</summary>
/// <remarks>
/// librdkafka's fails for good when it can no longer tell which records are stored, as after a broker has lost some: then another
/// takes its place. The first one stays, for the admin client lives on its connections, and so does the last that failed, which
/// requests may still be using.
/// </remarks>
internal sealed partial class KafkaProducer : IHostedService, IDisposable
{
    private readonly ILogger _log;
    private readonly TimeSpan _flushDeadline;
    private readonly KafkaLogin _login;
    private readonly Lock _gate = new();
    private readonly Opened _first;
    private Opened _current;
    private Opened? _failed;
    private bool _disposed;

    /// <exception cref="OptionsValidationException">librdkafka does not take the settings.</exception>
    public KafkaProducer(KafkaLogin login, IOptions<KafkaRestOptions> options, ILogger<KafkaProducer> log)
    {
        (_login, _log) = (login, log);
        _flushDeadline = options.Value.ShutdownFlushDeadline;
        _first = _current = Open();
    }

    /// <summary>What an admin client needs to share the producer's connections.</summary>
    public Handle Handle => _first.Producer.Handle;

    /// <summary>Queues a record. <paramref name="onDelivery"/> is called exactly once, on the producer's thread, if this returns.</summary>
    /// <exception cref="ProduceException{TKey, TValue}">It was not queued, and <paramref name="onDelivery"/> will not be called.</exception>
    public void Enqueue(TopicPartition destination, Message<byte[]?, byte[]?> record, Action<DeliveryReport<byte[]?, byte[]?>> onDelivery) =>
        Volatile.Read(ref _current).Producer.Produce(destination, record, onDelivery);

    /// <summary>As the other, for a record whose bytes may be gone when this returns; the message too may serve again.</summary>
    /// <exception cref="KafkaException">It was not queued, and <paramref name="onDelivery"/> will not be called.</exception>
    public void Enqueue(
        TopicPartition destination,
        Message<OutgoingRecord, OutgoingRecord> record,
        Action<DeliveryReport<OutgoingRecord, OutgoingRecord>> onDelivery) => Volatile.Read(ref _current).Outgoing.Produce(destination, record, onDelivery);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hosted services stop in the reverse order of their start: no request is left by now.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var left = await Task.Factory.StartNew(
            () => _current.Producer.Flush(_flushDeadline), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (left > 0)
        {
            LogLeft(left, _flushDeadline);
        }
    }

    public void Dispose()
    {
        Opened?[] all;
        lock (_gate)
        {
            _disposed = true;
            all = [_failed, _current, _first];
        }

        foreach (var opened in all.Distinct())
        {
            opened?.Dispose();
        }
    }

    private Opened Open()
    {
        Opened? opened = null;
        var producer = _login.OpenProducer(() => Task.Run(() => Replace(opened)));
        return opened = new(producer, new DependentProducerBuilder<OutgoingRecord, OutgoingRecord>(producer.Handle)
            .SetKeySerializer(new OutgoingSerializer())
            .SetValueSerializer(new OutgoingSerializer())
            .Build());
    }

    private void Replace(Opened? failed)
    {
        Opened? unused;
        lock (_gate)
        {
            if (_disposed || failed != _current)
            {
                return;
            }

            (unused, _failed) = (_failed, failed);
            Volatile.Write(ref _current, Open());
        }

        if (unused is not null && unused != _first)
        {
            unused.Producer.Flush(CancellationToken.None); // a record of it would else never get its outcome
            unused.Dispose();
        }
    }

    /// <summary>The same producer twice, for records of either kind.</summary>
    private sealed record Opened(IProducer<byte[]?, byte[]?> Producer, IProducer<OutgoingRecord, OutgoingRecord> Outgoing) : IDisposable
    {
        public void Dispose()
        {
            Outgoing.Dispose();
            Producer.Dispose();
        }
    }
}
