using Ingest.DurableLog.Committing;

namespace Ingest.DurableLog;

/// <summary>The limits of a log.</summary>
public sealed record DurableLogOptions
{
    /// <summary>The largest entry in bytes: 1 to 256 MiB, default 16 MiB.</summary>
    public int EntryBytesMax { get; init; } = 16 << 20;

    /// <summary>
    /// Bytes that may wait for the disk while it is busy, beyond which an append waits before it is taken: from
    /// <see cref="EntryBytesMax"/> to 1 GiB, default 32 MiB. Also the most one append may hold.
    /// </summary>
    public int PendingBytesMax { get; init; } = 32 << 20;

    /// <summary>When an append is acknowledged. Default <see cref="FlushPolicy.EveryCommit"/>.</summary>
    public FlushPolicy FlushPolicy { get; init; }

    /// <summary>The longest that acknowledged bytes stay unflushed with <see cref="FlushPolicy.Interval"/>: 1 ms to 1 h, default 1 s.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The size in bytes from which a segment is closed, in a small log: 4 KiB to 1 GiB, default 1 MiB. Segments grow with the log,
    /// to an eighth of it: so retention never takes much more than it must, and a large log has few files.
    /// </summary>
    public long SegmentBytesMin { get; init; } = 1 << 20;

    /// <summary>The size in bytes from which a segment is closed, in a large log: from <see cref="SegmentBytesMin"/> to 1 GiB, default 256 MiB. An append is never divided.</summary>
    public long SegmentBytesMax { get; init; } = 256 << 20;

    /// <summary>The age from which a segment is closed when the next append comes. Default 7 days, as Kafka's <c>segment.ms</c>.</summary>
    public TimeSpan SegmentAgeMax { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether a segment is filled with zeros when it is created: appends are then cheaper to flush, and every segment takes its
    /// whole size on disk from the start. Default false.
    /// </summary>
    public bool Preallocate { get; init; }

    /// <summary>The threads that write for this log; null takes those that the process shares.</summary>
    public DurableLogWriters? Writers { get; init; }

    /// <summary>Where flushes are counted; null counts nothing.</summary>
    public DurableLogMetrics? Metrics { get; init; }

    /// <summary>The clock: the age of segments, the time of entries that come without one, the interval of flushes.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(EntryBytesMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EntryBytesMax, 256 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(PendingBytesMax, EntryBytesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PendingBytesMax, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(FlushInterval, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FlushInterval, TimeSpan.FromHours(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytesMin, 4 << 10);
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytesMax, SegmentBytesMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SegmentBytesMax, 1 << 30);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SegmentAgeMax, TimeSpan.Zero);
    }
}
