using System.Globalization;
using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Segments;

/// <summary>A file of blocks, from its base offset to the next segment's: what of it may be read, and where to look.</summary>
/// <remarks>The one that is written grows while it is read, so what changes is guarded by a lock and given out together.</remarks>
internal sealed class Segment(string path, Guid identity, long baseOffset, long createdMilliseconds)
{
    public const string Suffix = ".log";

    private readonly Lock _gate = new();
    private SegmentIndex _index = new();
    private LogDamage[] _damage = [];
    private long _endPosition = SegmentHeader.Bytes;
    private long _nextOffset = baseOffset;
    private long _maxTimestamp = long.MinValue;

    public string Path { get; } = path;

    public long BaseOffset { get; } = baseOffset;

    public long CreatedMilliseconds { get; } = createdMilliseconds;

    /// <summary>Makes the checksums of its blocks.</summary>
    public Checksum Checksum { get; } = SegmentHeader.ChecksumOf(identity, baseOffset);

    /// <summary>Where its readable part ends.</summary>
    public long EndPosition => Volatile.Read(ref _endPosition);

    /// <summary>The offset behind its last entry, or behind what of it is lost.</summary>
    public long NextOffset => Volatile.Read(ref _nextOffset);

    /// <summary>The largest timestamp of its entries; <see cref="long.MinValue"/> when it has none.</summary>
    public long MaxTimestamp => Volatile.Read(ref _maxTimestamp);

    public SegmentIndex Index => _index;

    /// <summary>What of it cannot be read, as far as it is known, in the order of positions.</summary>
    public IReadOnlyList<LogDamage> Damage => Volatile.Read(ref _damage);

    /// <summary>The name of a segment's file. What compaction makes of it is a new generation, under a name of its own.</summary>
    public static string PathOf(string directory, long baseOffset, int generation = 0) => System.IO.Path.Combine(
        directory, baseOffset.ToString("D20", CultureInfo.InvariantCulture) + (generation == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{generation}")) + Suffix);

    /// <returns>The base offset and the generation that a file's name says; null when it is no segment's.</returns>
    public static (long BaseOffset, int Generation)? Parse(string path)
    {
        var parts = System.IO.Path.GetFileName(path).Split('.');
        return parts is [{ Length: 20 } offset, .., "log"] && parts.Length <= 3
            && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var baseOffset)
            && int.TryParse(parts.Length == 3 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? (baseOffset, generation)
            : null;
    }

    /// <summary>What is known to be lost at an offset.</summary>
    public LogDamage? DamageAt(long offset) => Damage.FirstOrDefault(range => range.FirstOffset <= offset && offset < range.NextOffset);

    /// <summary>Adds blocks that were acknowledged; they may be read when this returns.</summary>
    public void Advance(IEnumerable<BlockHeader> blocks)
    {
        lock (_gate)
        {
            foreach (var block in blocks)
            {
                _index.Add(block, _maxTimestamp);
                _maxTimestamp = Math.Max(_maxTimestamp, block.MaxTimestamp);
                _nextOffset = block.NextOffset;
                _endPosition = block.End;
            }
        }
    }

    /// <summary>Takes over what an index file says.</summary>
    public void Load(SegmentIndex index, long endPosition, long nextOffset, long maxTimestamp)
    {
        lock (_gate)
        {
            (_index, _endPosition, _nextOffset, _maxTimestamp) = (index, endPosition, nextOffset, maxTimestamp);
        }
    }

    /// <summary>Says that a range cannot be read. At the end of the segment it moves the end behind it.</summary>
    public void AddDamage(LogDamage damage)
    {
        lock (_gate)
        {
            if (Array.Exists(_damage, known => known.Position == damage.Position))
            {
                return;
            }

            Volatile.Write(ref _damage, [.. _damage.Append(damage).OrderBy(range => range.Position)]);
            _nextOffset = Math.Max(_nextOffset, damage.NextOffset);
            _endPosition = Math.Max(_endPosition, damage.Position + damage.Bytes);
        }
    }

    /// <summary>Where to start reading for an offset.</summary>
    public SegmentIndex.Mark Find(long offset)
    {
        lock (_gate)
        {
            return _index.Find(offset) ?? new SegmentIndex.Mark(BaseOffset, SegmentHeader.Bytes, long.MinValue);
        }
    }

    /// <summary>Where to start reading for a time.</summary>
    public SegmentIndex.Mark FindTime(long timestamp)
    {
        lock (_gate)
        {
            return _index.FindTime(timestamp) ?? new SegmentIndex.Mark(BaseOffset, SegmentHeader.Bytes, long.MinValue);
        }
    }
}
