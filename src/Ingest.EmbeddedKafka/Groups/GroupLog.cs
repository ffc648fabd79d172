using System.Text.Json;
using Ingest.DurableLog;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>The durable log of groups and committed offsets, <c>groups/</c> in the data directory. Of every key the latest entry counts.</summary>
internal sealed class GroupLog(DurableLog.DurableLog log) : IAsyncDisposable
{
    private const int ReadBytes = 1 << 20;

    /// <summary>Compacted when it has grown by so much, and to more than twice what it was.</summary>
    private const long GrowthBytesMin = 4 << 20;

    private long _compactedBytes = log.Bytes;
    private int _appending;

    public Exception? Failure => log.Failure;

    public static async Task<GroupLog> OpenAsync(string directory, DurableLogOptions options, CancellationToken cancellation) =>
        new(await DurableLog.DurableLog.OpenOrCreateAsync(directory, options, cancellation));

    /// <summary>All entries in order, with the offset of each.</summary>
    public IEnumerable<(StoredEntry Entry, long At)> ReadAll()
    {
        for (var next = log.StartOffset; next < log.EndOffset && log.Read(next, int.MaxValue, ReadBytes) is { Count: > 0 } page; next = page[^1].NextOffset)
        {
            foreach (var entry in page)
            {
                yield return (Parse(entry), entry.Offset);
            }
        }
    }

    /// <summary>Appends entries together; done when they are acknowledged and the caller knows it.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="stored">Called then with the offset of the first; an exception leaves it uncalled.</param>
    public async Task AppendAsync(IReadOnlyCollection<StoredEntry> entries, Action<long> stored)
    {
        var bytes = entries.Select(entry => JsonSerializer.SerializeToUtf8Bytes(entry, StoredEntryJson.Default.StoredEntry)).ToArray();
        Interlocked.Increment(ref _appending);
        try
        {
            stored(await log.AppendAsync(
                Array.ConvertAll(bytes, entry => new EntrySize(entry.Length)), bytes, static (all, i, _, destination) => all[i].CopyTo(destination)));
        }
        finally
        {
            Interlocked.Decrement(ref _appending);
        }
    }

    /// <summary>Drops the entries that count no more, once there are many of them.</summary>
    /// <remarks>An entry that was appended and is not known in memory yet must not be taken for one that counts no more: then it is put off.</remarks>
    /// <param name="counts">Says whether the entry at an offset is still what counts for its key.</param>
    /// <param name="cancellation">Ends it between two segments.</param>
    public async Task CompactAsync(Func<StoredEntry, long, bool> counts, CancellationToken cancellation)
    {
        if (log.Bytes - _compactedBytes < Math.Max(GrowthBytesMin, _compactedBytes))
        {
            return;
        }

        await log.RollAsync(cancellation);
        var end = log.EndOffset;
        if (Volatile.Read(ref _appending) == 0)
        {
            await log.CompactAsync(
                end, entry => counts(Parse(entry), entry.Offset) ? RewrittenEntry.With(entry.Data) : RewrittenEntry.Dropped, cancellation);
            _compactedBytes = log.Bytes;
        }
    }

    public ValueTask DisposeAsync() => log.DisposeAsync();

    private static StoredEntry Parse(LogEntry entry) => JsonSerializer.Deserialize(entry.Data.Span, StoredEntryJson.Default.StoredEntry)!;
}
