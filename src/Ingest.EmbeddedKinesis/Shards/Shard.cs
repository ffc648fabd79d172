using Ingest.DurableLog;

namespace Ingest.EmbeddedKinesis.Shards;

/// <summary>A shard: one durable log. The record of index i in the log has the sequence number of place i.</summary>
internal sealed class Shard : IAsyncDisposable
{
    private readonly DurableLog.DurableLog _log;
    private readonly TimeProvider _time;
    private readonly SequenceNumber _first;

    /// <summary>Guards the last arrival, and that appends take their place in the order of their arrivals.</summary>
    private readonly Lock _gate = new();
    private long _lastArrival;

    private Shard(DurableLog.DurableLog log, SequenceNumber first, HashRange range, long lastArrival, TimeProvider time)
    {
        (_log, _first, Range, _lastArrival, _time) = (log, first, range, lastArrival, time);
        Id = IdOf(first.Shard);
    }

    public string Id { get; }

    public int Number => _first.Shard;

    public HashRange Range { get; }

    /// <summary>How many records there are; the index of the next.</summary>
    public long Count => _log.EndOffset;

    public Exception? Failure => _log.Failure;

    public LogRecoveryReport Recovery => _log.Recovery;

    public static string IdOf(int number) => $"shardId-{number:D12}";

    public static async Task<Shard> OpenAsync(
        string directory, SequenceNumber first, HashRange range, DurableLogOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var log = await DurableLog.DurableLog.OpenOrCreateAsync(Path.Combine(directory, IdOf(first.Shard)), options, cancellation);
        return new Shard(log, first, range, log.MaxTimestamp ?? 0, time);
    }

    public SequenceNumber NumberOf(long index) => _first with { Index = index };

    /// <summary>Appends entries, in their order; done when all are flushed.</summary>
    /// <returns>The index of the first.</returns>
    public Task<long> AppendAsync(PutEntry[] entries, CancellationToken cancellation)
    {
        lock (_gate)
        {
            _lastArrival = Math.Max(_lastArrival, _time.GetUtcNow().ToUnixTimeMilliseconds()); // though the clock may go back
            var arrival = _lastArrival;
            return _log.AppendAsync(
                Array.ConvertAll(entries, entry => new EntrySize(StoredRecord.Bytes(entry), 1, arrival)),
                (Entries: entries, Arrival: arrival),
                static (state, i, _, destination) => StoredRecord.Write(state.Entries[i], state.Arrival, destination),
                cancellation);
        }
    }

    /// <summary>Reads from an index, within the limits of one GetRecords.</summary>
    public StoredRecord[] Read(long from, int maxRecords, int maxBytes) =>
        [.. _log.Read(from, maxRecords, maxBytes).Select(entry => StoredRecord.Read(entry.Offset, entry.Data))];

    /// <summary>The first record that arrived at that time or later; <see cref="Count"/> when none did.</summary>
    public long Find(long arrivalMilliseconds) => _log.FindByTimestamp(arrivalMilliseconds)?.Offset ?? Count;

    public ValueTask DisposeAsync() => _log.DisposeAsync();
}
