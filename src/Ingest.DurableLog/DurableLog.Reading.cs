using System.Buffers;
using System.Collections.Immutable;
using Ingest.DurableLog.Segments;

namespace Ingest.DurableLog;

public sealed partial class DurableLog
{
    /// <summary>Reads entries in order, from the one that holds an offset, or the next behind it where compaction dropped that one.</summary>
    /// <remarks>Reads block: what is read is most often in the page cache, where handing it to another thread would cost more than the read.</remarks>
    /// <param name="from">The offset; from <see cref="EndOffset"/> on there is nothing yet.</param>
    /// <param name="maxEntries">At most so many entries, at least 1.</param>
    /// <param name="maxBytes">At most so many bytes, but one entry however large.</param>
    /// <exception cref="ObjectDisposedException">The log was closed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It lies before <see cref="StartOffset"/>.</exception>
    /// <exception cref="DurableLogDamagedException">It lies in a range that cannot be read.</exception>
    public IReadOnlyList<LogEntry> Read(long from, int maxEntries, int maxBytes) =>
        Read(from, maxEntries, maxBytes, length => GC.AllocateUninitializedArray<byte>(length));

    /// <summary>As <see cref="Read(long, int, int)"/>, into memory that goes back to a pool when the result is disposed.</summary>
    public PooledEntries ReadPooled(long from, int maxEntries, int maxBytes)
    {
        var rented = new List<byte[]>(1);
        try
        {
            return new PooledEntries(Read(from, maxEntries, maxBytes, Rent), rented);
        }
        catch
        {
            rented.ForEach(buffer => ArrayPool<byte>.Shared.Return(buffer));
            throw;
        }

        byte[] Rent(int length)
        {
            rented.Add(ArrayPool<byte>.Shared.Rent(length));
            return rented[^1];
        }
    }

    /// <summary>Done when an offset may be read.</summary>
    /// <exception cref="DurableLogFailedException">The disk failed before.</exception>
    /// <exception cref="ObjectDisposedException">The log was closed before.</exception>
    public Task WaitForAsync(long offset, CancellationToken cancellation = default) => _tail.WaitForAsync(offset, cancellation);

    /// <summary>The first entry with a timestamp of <paramref name="timestamp"/> or later; null when there is none.</summary>
    /// <exception cref="DurableLogDamagedException">A range that cannot be read lies before it.</exception>
    public LogEntry? FindByTimestamp(long timestamp) => _segments.All
        .Where(segment => segment.MaxTimestamp >= timestamp)
        .Select(segment => EntriesOf(segment, segment.FindTime(timestamp).FirstOffset).Cast<LogEntry?>().FirstOrDefault(entry => entry!.Value.Timestamp >= timestamp))
        .FirstOrDefault(entry => entry is not null);

    /// <summary>The first entry of those with the largest timestamp; null when there is none.</summary>
    /// <exception cref="DurableLogDamagedException">A range that cannot be read lies before it.</exception>
    public LogEntry? FindLatestTimestamp()
    {
        LogEntry? latest = null;
        foreach (var segment in _segments.All)
        {
            var largest = segment.MaxTimestamp;
            if (largest > (latest?.Timestamp ?? long.MinValue))
            {
                // The largest of a segment in which the log starts may be of an entry before the start.
                latest = segment.BaseOffset >= StartOffset
                    ? EntriesOf(segment, segment.FindTime(largest).FirstOffset).First(entry => entry.Timestamp >= largest)
                    : EntriesOf(segment, StartOffset).Aggregate(latest, (most, entry) => most is null || entry.Timestamp > most.Value.Timestamp ? entry : most);
            }
        }

        return latest;
    }

    private IEnumerable<LogEntry> EntriesOf(Segment segment, long from)
    {
        from = Math.Max(from, StartOffset);
        while (from < segment.NextOffset && Read(from, int.MaxValue, 1 << 20) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                yield return entry;
            }

            from = entries[^1].NextOffset;
        }
    }

    private List<LogEntry> Read(long from, int maxEntries, int maxBytes, Func<int, byte[]> allocate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEntries, 1);
        while (true)
        {
            ObjectDisposedException.ThrowIf(_closing.IsValueCreated, this);
            ArgumentOutOfRangeException.ThrowIfLessThan(from, StartOffset);
            if (from >= EndOffset)
            {
                return [];
            }

            // Behind the look at the end: a segment is in the list before what stands in it may be read.
            var segments = _segments.All;
            try
            {
                return ReadOnce(segments, from, maxEntries, maxBytes, allocate);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && (_closing.IsValueCreated || !segments.Equals(_segments.All)))
            {
                // Retention or compaction took the file between looking and opening: by now the list says what holds.
            }
        }
    }

    private List<LogEntry> ReadOnce(ImmutableArray<Segment> all, long from, int maxEntries, int maxBytes, Func<int, byte[]> allocate)
    {
        var read = new List<LogEntry>();
        var bytes = 0L;
        for (var i = SegmentList.IndexOf(all, from); i < all.Length; i++)
        {
            if (all[i].DamageAt(from) is { } damage)
            {
                return read.Count > 0 ? read : throw new DurableLogDamagedException(Path, damage);
            }

            var reader = new SegmentReader(Path, all[i], allocate);
            var entries = reader.Read(from, maxEntries - read.Count, (int)(maxBytes - bytes), oneAtLeast: read.Count == 0);
            read = read.Count == 0 ? entries : [.. read, .. entries];
            bytes = read.Sum(entry => (long)entry.Data.Length);
            if (reader.StoppedBefore is not null || read.Count == maxEntries || bytes >= maxBytes)
            {
                return read;
            }

            // What stands behind its last entry is that a file between this segment and the next is gone.
            from = read.Count > 0 ? Math.Max(from, read[^1].NextOffset) : from;
            if (all[i].Damage.FirstOrDefault(range => range.NextOffset > from) is { } gap)
            {
                return read.Count > 0 ? read : throw new DurableLogDamagedException(Path, gap);
            }

            from = Math.Max(from, all[i].NextOffset);
        }

        return read;
    }
}
