using System.Buffers.Binary;

namespace Ingest.DurableLog.Format;

/// <summary>The first 48 bytes of a segment: magic with the format's version, the log's identity, the first offset, the time of creation, a checksum.</summary>
/// <remarks>
/// Every block's checksum starts from identity and first offset. So a block of another log or segment, left in reused disk
/// space or put into an entry by a client, is never taken for one of this segment.
/// </remarks>
internal readonly record struct SegmentHeader(Guid Identity, long BaseOffset, long CreatedMilliseconds)
{
    public const int Bytes = 48;
    private const int ChecksumOffset = 40;

    private static ReadOnlySpan<byte> Magic => "INGLOG2\n"u8;

    /// <summary>Makes the checksums of a segment's blocks.</summary>
    public static Checksum ChecksumOf(Guid identity, long baseOffset)
    {
        Span<byte> beginning = stackalloc byte[24];
        identity.TryWriteBytes(beginning);
        BinaryPrimitives.WriteInt64LittleEndian(beginning[16..], baseOffset);
        return new Checksum(beginning);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out SegmentHeader header)
    {
        header = default;
        if (bytes.Length < Bytes || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]) != Checksum.Plain.Of(bytes[..ChecksumOffset]))
        {
            return false;
        }

        header = new SegmentHeader(
            new Guid(bytes.Slice(8, 16)), BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
        return true;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        Identity.TryWriteBytes(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), CreatedMilliseconds);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), Checksum.Plain.Of(bytes.AsSpan(0, ChecksumOffset)));
        return bytes;
    }
}
