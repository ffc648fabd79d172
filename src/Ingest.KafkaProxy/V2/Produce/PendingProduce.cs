using System.Threading.Tasks.Sources;
using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>One request's records on their way: collects an outcome for each and wakes the request when all are there.</summary>
/// <remarks>
/// It is pooled, so an outcome that came late would land in another client's answer. It cannot: a request never leaves before
/// every record that was queued has had its callback. librdkafka calls back once for each, within <c>message.timeout.ms</c>;
/// that is the request's deadline, and neither a second clock nor the client's hang-up cuts the wait short.
/// </remarks>
internal sealed class PendingProduce : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private RecordOutcome[] _outcomes = [];
    private DeliverySlot[] _slots = [];
    private int _count;

    /// <summary>Callbacks still to come, and one more while records are being queued.</summary>
    private int _outstanding;

    /// <summary>In the order of the request; complete when the task of <see cref="ProduceAsync"/> is.</summary>
    public ReadOnlySpan<RecordOutcome> Outcomes => _outcomes.AsSpan(0, _count);

    /// <summary>How many records the arrays have grown to hold.</summary>
    public int Capacity => _slots.Length;

    /// <summary>Queues all records; the task ends when each has its outcome.</summary>
    /// <param name="producer">The producer to queue them with.</param>
    /// <param name="topic">The topic of all.</param>
    /// <param name="partition">The partition of those that name none; any when null.</param>
    /// <param name="records">What to store.</param>
    public ValueTask ProduceAsync(KafkaProducer producer, string topic, int? partition, List<ProduceRecord> records)
    {
        Prepare(records.Count);
        var usual = new TopicPartition(topic, partition ?? Partition.Any);
        for (var i = 0; i < records.Count; i++)
        {
            var destination = records[i].Partition is { } own ? new TopicPartition(topic, own) : usual;
            Interlocked.Increment(ref _outstanding);
            try
            {
                producer.Enqueue(destination, records[i].Message, _slots[i].OnDelivery);
            }
            catch (KafkaException refused)
            {
                // Not queued, so no callback will come: a full queue, a partition that is not there, a record too large.
                Complete(i, RecordOutcome.Failed(refused.Error));
            }
        }

        Release();
        return new ValueTask(this, _core.Version);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Prepare(int count)
    {
        _core.Reset();
        _count = count;
        _outstanding = 1;
        if (_slots.Length < count)
        {
            var from = _slots.Length;
            Array.Resize(ref _outcomes, count);
            Array.Resize(ref _slots, count);
            for (var i = from; i < count; i++)
            {
                _slots[i] = new DeliverySlot(this, i);
            }
        }
    }

    /// <summary>Called on the producer's thread, once for each record; each writes only its own place.</summary>
    private void Complete(int index, RecordOutcome outcome)
    {
        _outcomes[index] = outcome;
        Release();
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0)
        {
            _core.SetResult(true);
        }
    }

    /// <summary>A record's place in the request, with a callback that is made once and used again.</summary>
    private sealed class DeliverySlot
    {
        private readonly PendingProduce _request;
        private readonly int _index;

        public DeliverySlot(PendingProduce request, int index)
        {
            _request = request;
            _index = index;
            OnDelivery = Complete;
        }

        public Action<DeliveryReport<byte[]?, byte[]?>> OnDelivery { get; }

        private void Complete(DeliveryReport<byte[]?, byte[]?> report) => _request.Complete(
            _index,
            report.Error.IsError
                ? RecordOutcome.Failed(report.Error, report.Status == PersistenceStatus.PossiblyPersisted)
                : RecordOutcome.Stored(report.TopicPartitionOffset));
    }
}
