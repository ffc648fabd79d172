using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>The one producer of the process, shared by all requests; opened before the first, flushed after the last.</summary>
internal sealed partial class KafkaProducer : IHostedService, IDisposable
{
    private readonly ILogger _log;
    private readonly TimeSpan _flushDeadline;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly IProducer<OutgoingRecord, OutgoingRecord> _outgoing;

    /// <exception cref="OptionsValidationException">librdkafka does not take the settings.</exception>
    public KafkaProducer(KafkaLogin login, IOptions<KafkaRestOptions> options, ILogger<KafkaProducer> log)
    {
        _log = log;
        _flushDeadline = options.Value.ShutdownFlushDeadline;
        _producer = login.OpenProducer();
        _outgoing = new DependentProducerBuilder<OutgoingRecord, OutgoingRecord>(_producer.Handle)
            .SetKeySerializer(new OutgoingSerializer())
            .SetValueSerializer(new OutgoingSerializer())
            .Build();
    }

    /// <summary>What an admin client needs to share the producer's connections.</summary>
    public Handle Handle => _producer.Handle;

    /// <summary>Queues a record. <paramref name="onDelivery"/> is called exactly once, on the producer's thread, if this returns.</summary>
    /// <exception cref="ProduceException{TKey, TValue}">It was not queued, and <paramref name="onDelivery"/> will not be called.</exception>
    public void Enqueue(TopicPartition destination, Message<byte[]?, byte[]?> record, Action<DeliveryReport<byte[]?, byte[]?>> onDelivery) =>
        _producer.Produce(destination, record, onDelivery);

    /// <summary>As the other, for a record whose bytes may be gone when this returns; the message too may serve again.</summary>
    /// <exception cref="KafkaException">It was not queued, and <paramref name="onDelivery"/> will not be called.</exception>
    public void Enqueue(
        TopicPartition destination,
        Message<OutgoingRecord, OutgoingRecord> record,
        Action<DeliveryReport<OutgoingRecord, OutgoingRecord>> onDelivery) => _outgoing.Produce(destination, record, onDelivery);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hosted services stop in the reverse order of their start: no request is left by now.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var left = await Task.Factory.StartNew(
            () => _producer.Flush(_flushDeadline), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (left > 0)
        {
            LogLeft(left, _flushDeadline);
        }
    }

    public void Dispose()
    {
        _outgoing.Dispose();
        _producer.Dispose();
    }
}
