namespace Ingest.DurableLog;

/// <summary>The limits of a log.</summary>
public sealed record DurableLogOptions
{
    /// <summary>The largest record in bytes: 1 to 256 MiB, default 16 MiB.</summary>
    public int RecordBytesMax { get; init; } = 16 << 20;

    /// <summary>
    /// Bytes that may wait for the disk while it is busy, beyond which an append waits before it is taken: from
    /// <see cref="RecordBytesMax"/> to 1 GiB, default 32 MiB. Also the most one append may hold.
    /// </summary>
    public int PendingBytesMax { get; init; } = 32 << 20;

    /// <summary>Where flushes are counted; null counts nothing.</summary>
    public DurableLogMetrics? Metrics { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(RecordBytesMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RecordBytesMax, 256 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(PendingBytesMax, RecordBytesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PendingBytesMax, 1 << 30);
    }
}
