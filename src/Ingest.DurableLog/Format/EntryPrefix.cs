using System.Buffers.Binary;

namespace Ingest.DurableLog.Format;

/// <summary>What stands before the bytes of an entry in a block.</summary>
internal readonly record struct EntryPrefix(int Bytes, int OffsetDelta, int Offsets, long Timestamp)
{
    public static EntryPrefix Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
        BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], OffsetDelta);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Offsets);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[12..], Timestamp);
    }
}
