using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Segments;

/// <summary>Where in a segment to start looking for an offset or a time: one entry (24 bytes) for every 64 KiB. Guarded by its segment.</summary>
internal sealed class SegmentIndex
{
    private const int EveryBytes = 64 << 10;

    private readonly List<Mark> _marks;

    public SegmentIndex() => _marks = [];

    public SegmentIndex(IEnumerable<Mark> marks) => _marks = [.. marks];

    public IReadOnlyList<Mark> Marks => _marks;

    /// <summary>Takes note of a block, in the order of their positions.</summary>
    /// <param name="block">The block.</param>
    /// <param name="maxTimestampBefore">The largest timestamp of all blocks before it.</param>
    public void Add(BlockHeader block, long maxTimestampBefore)
    {
        if (_marks.Count == 0 || block.Position - _marks[^1].Position >= EveryBytes)
        {
            _marks.Add(new Mark(block.FirstOffset, block.Position, maxTimestampBefore));
        }
    }

    /// <summary>The last marked block at or before the one that holds <paramref name="offset"/>.</summary>
    public Mark? Find(long offset) => Last(mark => mark.FirstOffset <= offset);

    /// <summary>The last marked block at or before the first one that holds an entry of that time or later.</summary>
    public Mark? FindTime(long timestamp) => Last(mark => mark.MaxTimestampBefore < timestamp);

    private Mark? Last(Func<Mark, bool> isAtOrBefore)
    {
        var (low, high) = (0, _marks.Count - 1);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = isAtOrBefore(_marks[middle]) ? (middle, high) : (low, middle - 1);
        }

        return _marks.Count == 0 ? null : _marks[low];
    }

    public readonly record struct Mark(long FirstOffset, long Position, long MaxTimestampBefore);
}
