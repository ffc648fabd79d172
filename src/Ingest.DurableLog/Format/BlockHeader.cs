using System.Buffers.Binary;

namespace Ingest.DurableLog.Format;

/// <summary>What stands before the entries of a block; all numbers little-endian.</summary>
/// <remarks>
/// <code>
///  0  uint32  magic "IBK2"
///  4  uint32  CRC32C of the segment's identity, the rest of this header and the entries
///  8  int64   position of this block in the file
/// 16  int64   position before which all was acknowledged when this block was written; flushed, if every commit is
/// 24  int64   first offset
/// 32  int64   next offset: that behind the last entry
/// 40  int64   largest timestamp
/// 48  int32   bytes of entries that follow
/// 52  int32   number of entries
/// </code>
/// A block without entries covers offsets whose entries are gone, as compaction leaves it at the end of a segment. An entry: { int32 bytes, int32 offset relative to the block's first, int32 offsets, int64 timestamp, bytes }.
/// </remarks>
internal readonly record struct BlockHeader(
    long Position, long AcknowledgedBefore, long FirstOffset, long NextOffset, long MaxTimestamp, int PayloadBytes, int Entries)
{
    public const int Bytes = 56;
    public const int EntryPrefixBytes = 20;

    /// <summary>A block takes no further entry beyond this. It bounds what a reader of one entry must read and check.</summary>
    public const int FullBytes = 64 << 10;

    /// <summary>More than any block holds: the largest entry the options allow, and what may stand before it.</summary>
    private const int PayloadBytesMax = (256 << 20) + (128 << 10);
    private const int ChecksumOffset = 4;
    private const int ChecksummedFrom = 8;

    public static ReadOnlySpan<byte> Magic => "IBK2"u8;

    public long End => Position + Bytes + PayloadBytes;

    /// <summary>Reads a header that may be anything; <see cref="HasChecksum"/> says whether it holds.</summary>
    /// <returns>False when the bytes cannot be the header of a block at <paramref name="position"/>.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long position, out BlockHeader header)
    {
        header = default;
        if (bytes.Length < Bytes || !bytes.StartsWith(Magic))
        {
            return false;
        }

        header = new BlockHeader(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[48..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[52..]));
        return header.Position == position
            && header.AcknowledgedBefore <= position
            && header.PayloadBytes is >= 0 and <= PayloadBytesMax
            && header.Entries >= 0
            && (header.Entries == 0) == (header.PayloadBytes == 0)
            && (long)header.Entries * EntryPrefixBytes <= header.PayloadBytes
            && header.FirstOffset >= 0
            && header.NextOffset > header.FirstOffset;
    }

    /// <summary>Whether <paramref name="block"/>, header and entries, is what was written.</summary>
    public static bool HasChecksum(ReadOnlySpan<byte> block, Checksum checksum) =>
        BinaryPrimitives.ReadUInt32LittleEndian(block[ChecksumOffset..]) == checksum.Of(block[ChecksummedFrom..]);

    /// <summary>Writes the header before the entries that stand in <paramref name="block"/> already.</summary>
    public void Write(Span<byte> block, Checksum checksum)
    {
        Magic.CopyTo(block);
        BinaryPrimitives.WriteInt64LittleEndian(block[8..], Position);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], AcknowledgedBefore);
        BinaryPrimitives.WriteInt64LittleEndian(block[24..], FirstOffset);
        BinaryPrimitives.WriteInt64LittleEndian(block[32..], NextOffset);
        BinaryPrimitives.WriteInt64LittleEndian(block[40..], MaxTimestamp);
        BinaryPrimitives.WriteInt32LittleEndian(block[48..], PayloadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(block[52..], Entries);
        BinaryPrimitives.WriteUInt32LittleEndian(block[ChecksumOffset..], checksum.Of(block[ChecksummedFrom..]));
    }
}
