using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Segments;

/// <summary>Reads entries of one segment, many with one read of the file. Any number of readers beside the writer.</summary>
/// <param name="log">The log's path, for messages.</param>
/// <param name="segment">The segment.</param>
/// <param name="allocate">Gives memory of at least a length; what is read points into it.</param>
internal sealed class SegmentReader(string log, Segment segment, Func<int, byte[]> allocate)
{
    private readonly List<LogEntry> _entries = [];
    private byte[] _chunk = [];
    private long _chunkStart;
    private int _chunkLength;
    private long _bytes;

    /// <summary>Where the read ended before the segment did: at a limit, or at what cannot be read.</summary>
    public long? StoppedBefore { get; private set; }

    /// <summary>Reads entries from the one that holds <paramref name="from"/>, or the next behind it, within the limits.</summary>
    /// <param name="from">The offset.</param>
    /// <param name="maxEntries">At most so many, 1 or more.</param>
    /// <param name="maxBytes">At most so many bytes.</param>
    /// <param name="oneAtLeast">Whether the first one comes however large it is.</param>
    /// <returns>Nothing when the segment has none.</returns>
    /// <exception cref="DurableLogDamagedException">That one is in a range that cannot be read.</exception>
    public List<LogEntry> Read(long from, int maxEntries, int maxBytes, bool oneAtLeast = true)
    {
        var end = segment.EndPosition;
        var mark = segment.Find(from);
        var (position, expected) = (mark.Position, mark.FirstOffset);
        var chunkBytes = (int)Math.Min(end - position, (long)maxBytes + (3 * BlockHeader.FullBytes));
        using var file = LogFile.OpenToRead(segment.Path);
        while (position < end)
        {
            if (ReadBlock(file, position, end, chunkBytes) is not { } block)
            {
                var damage = FindDamage(file, position, expected);
                if (_entries.Count > 0 || from < damage.NextOffset)
                {
                    StoppedBefore = damage.FirstOffset;
                    return _entries.Count > 0 || !oneAtLeast ? _entries : throw new DurableLogDamagedException(log, damage);
                }

                (position, expected) = (damage.Position + damage.Bytes, damage.NextOffset);
                continue;
            }

            if (block.NextOffset > from && !Add(block, from, maxEntries, maxBytes, oneAtLeast))
            {
                break;
            }

            (position, expected) = (block.End, block.NextOffset);
        }

        return _entries;
    }

    /// <returns>Null when no valid block stands there.</returns>
    private BlockHeader? ReadBlock(SafeFileHandle file, long position, long end, int chunkBytes)
    {
        if (!BlockHeader.TryRead(View(file, position, BlockHeader.Bytes, end, chunkBytes), position, out var header) || header.End > end)
        {
            return null;
        }

        var length = (int)(header.End - position);
        var bytes = View(file, position, length, end, chunkBytes);
        return bytes.Length >= length && BlockHeader.HasChecksum(bytes[..length], segment.Checksum) ? header : null;
    }

    private ReadOnlySpan<byte> View(SafeFileHandle file, long position, int length, long end, int chunkBytes)
    {
        if (position < _chunkStart || position + length > _chunkStart + _chunkLength)
        {
            // Entries that were taken already point into the chunk before; this is another one.
            _chunk = allocate(Math.Max(length, (int)Math.Min(chunkBytes, end - position)));
            var wanted = (int)Math.Min(_chunk.Length, end - position);
            (_chunkStart, _chunkLength) = (position, 0);
            while (_chunkLength < wanted && RandomAccess.Read(file, _chunk.AsSpan(_chunkLength, wanted - _chunkLength), position + _chunkLength) is > 0 and var read)
            {
                _chunkLength += read;
            }
        }

        return _chunk.AsSpan((int)(position - _chunkStart), (int)(_chunkStart + _chunkLength - position));
    }

    private LogDamage FindDamage(SafeFileHandle file, long position, long expectedOffset)
    {
        if (segment.Damage.FirstOrDefault(range => range.Position == position) is { } known)
        {
            return known;
        }

        var damage = SegmentScan.Extent(file, segment, position, expectedOffset);
        segment.AddDamage(damage);
        return damage;
    }

    /// <summary>Adds the wanted entries of a block that was checked.</summary>
    /// <returns>False when a limit was reached.</returns>
    private bool Add(BlockHeader block, long from, int maxEntries, int maxBytes, bool oneAtLeast)
    {
        var rest = _chunk.AsMemory((int)(block.Position - _chunkStart) + BlockHeader.Bytes, block.PayloadBytes);
        for (var i = 0; i < block.Entries; i++)
        {
            var prefix = EntryPrefix.Read(rest.Span);
            var data = rest.Slice(BlockHeader.EntryPrefixBytes, prefix.Bytes);
            rest = rest[(BlockHeader.EntryPrefixBytes + prefix.Bytes)..];
            var first = block.FirstOffset + prefix.OffsetDelta;
            if (first + prefix.Offsets <= from)
            {
                continue;
            }

            if (_entries.Count == maxEntries || ((_entries.Count > 0 || !oneAtLeast) && _bytes + prefix.Bytes > maxBytes))
            {
                StoppedBefore = first;
                return false;
            }

            _entries.Add(new LogEntry(first, first + prefix.Offsets, prefix.Timestamp, data));
            _bytes += prefix.Bytes;
        }

        return true;
    }
}
