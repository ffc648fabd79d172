using System.Threading.Tasks.Sources;
using Confluent.Kafka;

namespace Ingest.Benchmarks.Http;

/// <summary>Waits for all records of one request; pooled.</summary>
internal sealed class BareWaiter : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private Action<DeliveryReport<Null, byte[]>>[] _callbacks = [];
    private int _left;

    public (int Partition, long Offset)[] Reports { get; private set; } = [];

    public void Prepare(int count)
    {
        if (Reports.Length < count)
        {
            Reports = new (int, long)[count];
            _callbacks = [.. Enumerable.Range(0, count).Select<int, Action<DeliveryReport<Null, byte[]>>>(index => report => Complete(index, report))];
        }
    }

    public ValueTask ProduceAsync(IProducer<Null, byte[]> producer, string topic, List<byte[]> values)
    {
        _core.Reset();
        _left = values.Count;
        for (var i = 0; i < values.Count; i++)
        {
            producer.Produce(topic, new Message<Null, byte[]> { Value = values[i] }, _callbacks[i]);
        }

        return new ValueTask(this, _core.Version);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Complete(int index, DeliveryReport<Null, byte[]> report)
    {
        Reports[index] = report.Error.IsError ? throw new InvalidOperationException(report.Error.Reason) : (report.Partition.Value, report.Offset.Value);
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _core.SetResult(true);
        }
    }
}
