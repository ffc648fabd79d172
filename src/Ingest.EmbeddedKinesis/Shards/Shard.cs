using Ingest.DurableLog;

namespace Ingest.EmbeddedKinesis.Shards;

/// <summary>A shard: one durable log. The record of index i in the log has the sequence number of place i.</summary>
internal sealed class Shard : IAsyncDisposable
{
    private readonly DurableLog.DurableLog _log;
    private readonly TimeProvider _time;
    private readonly SequenceNumber _first;

    /// <summary>Touched only while the log writes an append, which it does one at a time.</summary>
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
    public long Count => _log.Count;

    public Exception? Failure => _log.Failure;

    public LogRecoveryReport Recovery => _log.Recovery;

    public static string IdOf(int number) => $"shardId-{number:D12}";

    public static async Task<Shard> OpenAsync(
        string directory, SequenceNumber first, HashRange range, DurableLogOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var log = await DurableLog.DurableLog.OpenOrCreateAsync(Path.Combine(directory, IdOf(first.Shard) + ".log"), options, cancellation);
        var last = log.Count == 0 ? [] : await log.ReadAsync(log.Count - 1, 1, 1, cancellation);
        var lastArrival = last.Count == 0 ? 0 : StoredRecord.Read(last[0].Index, last[0].Data).ArrivalMilliseconds;
        return new Shard(log, first, range, lastArrival, time);
    }

    public SequenceNumber NumberOf(long index) => _first with { Index = index };

    /// <summary>Appends entries, in their order; done when all are flushed.</summary>
    /// <returns>The index of the first.</returns>
    public Task<long> AppendAsync(PutEntry[] entries, CancellationToken cancellation) => _log.AppendAsync(
        Array.ConvertAll(entries, StoredRecord.Bytes),
        (Shard: this, Entries: entries),
        static (state, i, _, destination) => StoredRecord.Write(state.Entries[i], state.Shard.NextArrival(), destination),
        cancellation);

    /// <summary>Reads from an index, within the limits of one GetRecords.</summary>
    public async Task<StoredRecord[]> ReadAsync(long from, int maxRecords, int maxBytes, CancellationToken cancellation)
    {
        var records = await _log.ReadAsync(from, maxRecords, maxBytes, cancellation);
        return [.. records.Select(record => StoredRecord.Read(record.Index, record.Data))];
    }

    /// <summary>The first record that arrived at that time or later; <see cref="Count"/> when none did.</summary>
    public async Task<long> FindAsync(long arrivalMilliseconds, CancellationToken cancellation)
    {
        var (low, high) = (0L, Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var record = (await ReadAsync(middle, 1, 1, cancellation))[0];
            (low, high) = record.ArrivalMilliseconds < arrivalMilliseconds ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    /// <summary>Never below an earlier one, though the clock may be: <see cref="FindAsync"/> relies on it.</summary>
    private long NextArrival() => _lastArrival = Math.Max(_lastArrival, _time.GetUtcNow().ToUnixTimeMilliseconds());
}
