using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Segments;

/// <summary>Looks through a whole segment: takes every valid block, and fences what lies between them.</summary>
internal static class SegmentScan
{
    private const int WindowBytes = 1 << 20;

    /// <summary>Fills <paramref name="segment"/> with what its file holds.</summary>
    /// <param name="segment">A segment of which nothing is known yet.</param>
    /// <param name="acknowledged">The position before which all was acknowledged, as far as is known from elsewhere.</param>
    /// <returns>The position behind the last valid block, and where the file ends: what lies between is torn or damaged.</returns>
    public static (long Position, long Length) Run(Segment segment, long acknowledged)
    {
        using var file = LogFile.OpenToRead(segment.Path);
        var length = RandomAccess.GetLength(file);
        using var blocks = new BlockWindow(file, segment.Checksum, length, (int)Math.Clamp(length, BlockHeader.Bytes, WindowBytes));
        var position = (long)SegmentHeader.Bytes;
        var next = segment.BaseOffset;
        while ((blocks.Read(position) is { } at && at.FirstOffset >= next ? at : blocks.FindNext(position, next)) is { } block)
        {
            // Behind a gap that nobody acknowledged stands what nobody acknowledged either: the rest of the same commit.
            if (block.Position > position && Math.Max(block.AcknowledgedBefore, acknowledged) <= position && !AnyAcknowledges(blocks, block.End, position, block.NextOffset))
            {
                break;
            }

            Fence(segment, position, block);
            segment.Advance([block]);
            (position, next) = (block.End, block.NextOffset);
        }

        return (position, length);
    }

    /// <summary>What cannot be read from <paramref name="position"/> on, up to the next valid block of the segment's readable part or its end.</summary>
    public static LogDamage Extent(SafeFileHandle file, Segment segment, long position, long expectedOffset)
    {
        var end = segment.EndPosition;
        var nextOffset = segment.NextOffset;
        using var blocks = new BlockWindow(file, segment.Checksum, end, WindowBytes);
        var next = blocks.FindNext(position + 1, expectedOffset);
        return new LogDamage(
            expectedOffset, next?.FirstOffset ?? nextOffset, Path.GetFileName(segment.Path), position, (next?.Position ?? end) - position);
    }

    private static bool AnyAcknowledges(BlockWindow blocks, long from, long position, long nextOffset)
    {
        while (blocks.FindNext(from, nextOffset) is { } block)
        {
            if (block.AcknowledgedBefore > position)
            {
                return true;
            }

            (from, nextOffset) = (block.End, block.NextOffset);
        }

        return false;
    }

    private static void Fence(Segment segment, long position, BlockHeader block)
    {
        if (block.Position > position)
        {
            segment.AddDamage(new LogDamage(
                segment.NextOffset, block.FirstOffset, Path.GetFileName(segment.Path), position, block.Position - position));
        }
    }
}
