using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>A Kafka consumer that lives from request to request; one of them at a time uses it, the others wait in order.</summary>
internal sealed class ConsumerInstance : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<TopicPartition, Offset> _next = [];
    private readonly TimeProvider _time;
    private bool _closed;

    /// <exception cref="KafkaException">librdkafka does not take the settings.</exception>
    public ConsumerInstance(string group, ConsumerSettings settings, KafkaClients clients, TimeProvider time)
    {
        (Group, Settings, Identity, _time) = (group, settings, clients.Identity, time);
        LastUsed = time.GetTimestamp();
        Consumer = clients.OpenConsumer(
        [
            new("group.id", group),
            new("client.id", settings.Name),
            new("auto.offset.reset", settings.OffsetReset),
            new("enable.auto.commit", settings.AutoCommit ? "true" : "false"),
            new("enable.auto.offset.store", "false"), // what was handed out counts, not what was fetched ahead
            new("allow.auto.create.topics", "false"),
            new("queued.max.messages.kbytes", "4096"), // fetched ahead for each instance, of which there may be many
            new("partition.assignment.strategy", "range,roundrobin"),
        ]);
    }

    public string Group { get; }

    public ConsumerSettings Settings { get; }

    /// <summary>Whose it is; no other caller may use it.</summary>
    public string Identity { get; }

    /// <summary>When its last request ended; guarded by nothing, as a stale value only lets it live a little longer.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Whether a request is using it, or waits to.</summary>
    public bool IsBusy => _turn.CurrentCount == 0;

    /// <summary>For the holder of the turn only.</summary>
    public IConsumer<byte[]?, byte[]?> Consumer { get; }

    /// <summary>A record that was taken from the consumer and not handed out; for the holder of the turn only.</summary>
    public ConsumeResult<byte[]?, byte[]?>? Held { get; set; }

    /// <summary>Whether its partitions were assigned by hand; for the holder of the turn only.</summary>
    public bool IsAssignedByHand { get; set; }

    /// <summary>The offset behind the last record that was handed out, by partition; for the holder of the turn only.</summary>
    public IReadOnlyDictionary<TopicPartition, Offset> Next => _next;

    /// <summary>Runs <paramref name="use"/> when those before it have ended, on a thread of its own: the client's calls block.</summary>
    /// <exception cref="RestException">404: it was closed meanwhile.</exception>
    public async Task<T> UseAsync<T>(Func<T> use, CancellationToken cancellation)
    {
        using var turn = await TakeTurnAsync(cancellation);
        return await Task.Factory.StartNew(use, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Waits until those before have ended; disposing gives the turn to the next.</summary>
    /// <exception cref="RestException">404: it was closed meanwhile.</exception>
    public async Task<Turn> TakeTurnAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        if (_closed)
        {
            _turn.Release();
            throw new RestException(RestError.ConsumerNotFound);
        }

        return new Turn(this);
    }

    /// <summary>Notes that a record was handed out.</summary>
    public void HandedOut(ConsumeResult<byte[]?, byte[]?> record)
    {
        _next[record.TopicPartition] = record.Offset + 1;
        if (Settings.AutoCommit)
        {
            Consumer.StoreOffset(record);
        }
    }

    /// <summary>Forgets how far partitions were read, and a record that was held back.</summary>
    public void Forget(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _next.Remove(partition);
            Held = Held?.TopicPartition == partition ? null : Held;
        }
    }

    /// <summary>Leaves the group, after the request that is using it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        var first = !_closed;
        _closed = true;
        _turn.Release();
        if (first)
        {
            await Task.Factory.StartNew(Close, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void Close()
    {
        try
        {
            Consumer.Close();
        }
        finally
        {
            Consumer.Dispose();
        }
    }

    /// <summary>A request's turn.</summary>
    internal readonly struct Turn(ConsumerInstance instance) : IDisposable
    {
        public void Dispose()
        {
            instance.LastUsed = instance._time.GetTimestamp();
            instance._turn.Release();
        }
    }
}
