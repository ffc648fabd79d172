using System.Collections.Immutable;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Retention;
using Ingest.DurableLog.Segments;

namespace Ingest.DurableLog;

public sealed partial class DurableLog
{
    private readonly SemaphoreSlim _maintenance = new(1, 1);

    /// <summary>Has segments closed earlier than the options say, from the next append on.</summary>
    /// <param name="bytes">The size from which a segment is closed, 1 or more; null, or more than the options allow, leaves it to them.</param>
    /// <param name="age">The age from which a segment is closed when the next append comes, above zero; null, or more than the options allow, leaves it to them.</param>
    public void LimitSegments(long? bytes, TimeSpan? age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes ?? 1, 1, nameof(bytes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(age));
        _segments.Limit(bytes, age);
    }

    /// <summary>Ends the segment that is written, unless it has nothing yet: what stands in it can be removed or compacted from then on.</summary>
    public async Task RollAsync(CancellationToken cancellation = default)
    {
        await _maintenance.WaitAsync(cancellation);
        try
        {
            await _commits.RunAsync(() => _segments.Roll(_commits.FlushActive));
        }
        finally
        {
            _maintenance.Release();
        }
    }

    /// <summary>Moves the start of the log, durably, and removes the segments that lie wholly before it.</summary>
    /// <param name="offset">The first offset that may be read from now on; beyond the end it counts as the end, before the start as the start.</param>
    /// <param name="cancellation">Ends the wait for other maintenance.</param>
    public async Task TruncateBeforeAsync(long offset, CancellationToken cancellation = default)
    {
        await _maintenance.WaitAsync(cancellation);
        try
        {
            MoveStart(Math.Min(offset, EndOffset));
        }
        finally
        {
            _maintenance.Release();
        }
    }

    /// <summary>Removes whole segments from the start of the log that are older, or more, than is to be kept.</summary>
    /// <param name="bytes">Remove a segment when so many bytes remain without it; null keeps any number.</param>
    /// <param name="age">Remove a segment whose largest timestamp is older; null keeps any. A segment that is written and older is ended first.</param>
    /// <param name="cancellation">Ends the wait for other maintenance.</param>
    public async Task ApplyRetentionAsync(long? bytes, TimeSpan? age, CancellationToken cancellation = default)
    {
        await _maintenance.WaitAsync(cancellation);
        try
        {
            var oldest = age is { } limit ? _options.Time.GetUtcNow().ToUnixTimeMilliseconds() - (long)limit.TotalMilliseconds : long.MinValue;
            if (IsOld(_segments.All[^1], oldest))
            {
                await _commits.RunAsync(() => _segments.Roll(_commits.FlushActive));
            }

            var all = _segments.All;
            var (kept, start) = (Bytes, StartOffset);
            for (var i = 0; i + 1 < all.Length && (IsOld(all[i], oldest) || kept - all[i].EndPosition >= bytes); i++)
            {
                (kept, start) = (kept - all[i].EndPosition, all[i + 1].BaseOffset);
            }

            MoveStart(start);
        }
        finally
        {
            _maintenance.Release();
        }
    }

    /// <summary>Writes closed segments anew with the entries that are to stay; small neighbours become one.</summary>
    /// <remarks>A segment is replaced whole, by a file of another name: a crash leaves the old one or the new one, and who reads goes on reading.</remarks>
    /// <param name="before">Only segments that end at or before this offset.</param>
    /// <param name="rewrite">Says what becomes of an entry.</param>
    /// <param name="cancellation">Ends it between two segments.</param>
    /// <exception cref="DurableLogDamagedException">A segment has a range that cannot be read; it and those behind it are left as they are.</exception>
    public async Task CompactAsync(long before, EntryRewriter rewrite, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rewrite);
        await _maintenance.WaitAsync(cancellation);
        try
        {
            var closed = _segments.All[..^1].Where(segment => segment.NextOffset <= before).ToImmutableArray();
            foreach (var group in Compaction.Group(closed, _options.SegmentBytesMin))
            {
                cancellation.ThrowIfCancellationRequested();
                var compacted = Compaction.Run(Path, _segments.Identity, group, rewrite);
                _segments.Replace(group, compacted);
                Remove(group);
            }
        }
        finally
        {
            _maintenance.Release();
        }
    }

    private static bool IsOld(Segment segment, long oldest) => segment.MaxTimestamp != long.MinValue && segment.MaxTimestamp < oldest;

    private void MoveStart(long offset)
    {
        if (offset <= StartOffset)
        {
            return;
        }

        _state.WriteStart(offset);
        Volatile.Write(ref _startOffset, offset);
        var gone = _segments.All[..^1].Where(segment => segment.NextOffset <= offset).ToArray();
        _segments.Replace(gone, null);
        Remove(gone);
    }

    private void Remove(IReadOnlyCollection<Segment> segments)
    {
        foreach (var segment in segments)
        {
            File.Delete(SegmentIndexFile.PathOf(segment.Path));
            File.Delete(segment.Path);
        }

        if (segments.Count > 0)
        {
            DirectorySync.Flush(Path);
        }
    }
}
