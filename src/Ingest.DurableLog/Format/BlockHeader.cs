using System.Buffers.Binary;

namespace Ingest.DurableLog.Format;

/// <summary>What stands before the records of a block; all numbers little-endian.</summary>
/// <remarks>
/// <code>
///  0  uint32  magic "IBK1"
///  4  uint32  CRC32C of the log's identity, the rest of this header and the records
///  8  int64   position of this block in the file
/// 16  int64   position up to which the file was known flushed when this block was written
/// 24  int64   index of the first record
/// 32  int32   bytes of records that follow, each { int32 length, bytes }
/// 36  int32   number of records
/// </code>
/// A block without records is a seal: it says that all before it was flushed, and the next block takes its place.
/// </remarks>
internal readonly record struct BlockHeader(long Position, long FlushedBefore, long FirstIndex, int PayloadBytes, int Records)
{
    public const int Bytes = 40;
    public const int RecordPrefixBytes = sizeof(int);

    /// <summary>More than any block holds: the largest record the options allow, and what may stand before it.</summary>
    private const int PayloadBytesMax = (256 << 20) + (128 << 10);
    private const int ChecksumOffset = 4;
    private const int ChecksummedFrom = 8;

    public static ReadOnlySpan<byte> Magic => "IBK1"u8;

    public bool IsSeal => Records == 0;

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
            BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[36..]));
        return header.Position == position
            && header.FlushedBefore <= position
            && header.PayloadBytes is >= 0 and <= PayloadBytesMax
            && header.Records >= 0
            && (long)header.Records * RecordPrefixBytes <= header.PayloadBytes
            && (header.Records == 0) == (header.PayloadBytes == 0);
    }

    /// <summary>Whether <paramref name="block"/>, header and records, is what was written.</summary>
    public static bool HasChecksum(ReadOnlySpan<byte> block, uint seed) =>
        BinaryPrimitives.ReadUInt32LittleEndian(block[ChecksumOffset..]) == Checksum.Continue(seed, block[ChecksummedFrom..]);

    /// <summary>Writes the header before the records that stand in <paramref name="block"/> already.</summary>
    public void Write(Span<byte> block, uint seed)
    {
        Magic.CopyTo(block);
        BinaryPrimitives.WriteInt64LittleEndian(block[8..], Position);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], FlushedBefore);
        BinaryPrimitives.WriteInt64LittleEndian(block[24..], FirstIndex);
        BinaryPrimitives.WriteInt32LittleEndian(block[32..], PayloadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(block[36..], Records);
        BinaryPrimitives.WriteUInt32LittleEndian(block[ChecksumOffset..], Checksum.Continue(seed, block[ChecksummedFrom..]));
    }
}
