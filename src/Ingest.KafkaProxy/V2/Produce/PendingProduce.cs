using System.Threading.Tasks.Sources;
using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>One request's records, and their way to Kafka: collects an outcome for each and wakes the request when all are there.</summary>
/// <remarks>
/// It is pooled, so an outcome that came late would land in another client's answer. It cannot: a request never leaves before
/// every record that was queued has had its callback. librdkafka calls back once for each, within <c>message.timeout.ms</c>;
/// that is the request's deadline, and neither a second clock nor the client's hang-up cuts the wait short.
/// </remarks>
internal sealed class PendingProduce : IValueTaskSource
{
    private readonly Message<OutgoingRecord, OutgoingRecord> _message = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private RecordOutcome[] _outcomes = [];
    private OutgoingRecord[] _records = [];
    private List<int>? _tooLarge;

    /// <summary>Callbacks still to come, and one more while records are being queued.</summary>
    private int _outstanding;

    /// <summary>How many records the request has so far.</summary>
    public int Count { get; private set; }

    /// <summary>In the order of the request.</summary>
    public ReadOnlySpan<OutgoingRecord> Records => _records.AsSpan(0, Count);

    /// <summary>In the order of the request; complete when the task of <see cref="ProduceAsync"/> is.</summary>
    public ReadOnlySpan<RecordOutcome> Outcomes => _outcomes.AsSpan(0, Count);

    /// <summary>What the request says of the schema of its keys.</summary>
    public SchemaFields KeySchema { get; set; }

    /// <summary>What the request says of the schema of its values.</summary>
    public SchemaFields ValueSchema { get; set; }

    /// <summary>The id of the schema that keys were written with; null when with none.</summary>
    public int? KeySchemaId { get; set; }

    /// <summary>The id of the schema that values were written with; null when with none.</summary>
    public int? ValueSchemaId { get; set; }

    /// <summary>Which records Kafka refused as too large, each with all of its batch; null when it refused none so.</summary>
    public IReadOnlyList<int>? TooLarge => _tooLarge;

    /// <summary>How many records the arrays have grown to hold.</summary>
    public int Capacity => _records.Length;

    /// <summary>The next record of the request, empty.</summary>
    public OutgoingRecord Add()
    {
        if (Count == _records.Length)
        {
            Grow();
        }

        var record = _records[Count++];
        record.Clear();
        return record;
    }

    /// <summary>Ready for another request, holding nothing of this one.</summary>
    public void Clear()
    {
        foreach (var record in Records)
        {
            record.Clear();
        }

        Array.Clear(_outcomes, 0, Count);
        Count = 0;
        (KeySchema, ValueSchema, KeySchemaId, ValueSchemaId) = (default, default, null, null);
        _tooLarge = null;
    }

    /// <summary>Lets a record that was refused be sent again.</summary>
    public void MayBeSentAgain(int index, string why) => _outcomes[index] = new(-1, -1, KafkaErrors.Retriable, why);

    /// <summary>Queues all records, after which their buffers are free; the task ends when each has its outcome.</summary>
    /// <param name="producer">The producer to queue them with.</param>
    /// <param name="topic">The topic of all.</param>
    /// <param name="partition">The partition of those that name none; any when null.</param>
    public ValueTask ProduceAsync(KafkaProducer producer, string topic, int? partition)
    {
        _core.Reset();
        _outstanding = 1;
        var usual = new TopicPartition(topic, partition ?? Partition.Any);
        for (var i = 0; i < Count; i++)
        {
            var record = _records[i];
            record.Fill(_message);
            Interlocked.Increment(ref _outstanding);
            try
            {
                producer.Enqueue(record.Partition is { } own ? new TopicPartition(topic, own) : usual, _message, record.OnDelivery);
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

    private void Grow()
    {
        var from = _records.Length;
        var capacity = Math.Max(4, from * 2);
        Array.Resize(ref _outcomes, capacity);
        Array.Resize(ref _records, capacity);
        for (var i = from; i < capacity; i++)
        {
            var index = i;
            _records[i] = new OutgoingRecord(report => Delivered(index, report));
        }
    }

    private static RecordOutcome OutcomeOf(DeliveryReport<OutgoingRecord, OutgoingRecord> report) => report.Error.IsError
        ? RecordOutcome.Failed(report.Error, report.Status == PersistenceStatus.PossiblyPersisted)
        : RecordOutcome.Stored(report.Partition.Value, report.Offset.Value);

    /// <summary>Called on the producer's thread, once for each record.</summary>
    private void Delivered(int index, DeliveryReport<OutgoingRecord, OutgoingRecord> report)
    {
        var outcome = OutcomeOf(report);
        if (report.Error.Code == ErrorCode.MsgSizeTooLarge && outcome.ErrorCode == KafkaErrors.Permanent)
        {
            (_tooLarge ??= []).Add(index);
        }

        Complete(index, outcome);
    }

    /// <summary>Each writes only its own place.</summary>
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
}
