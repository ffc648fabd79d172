using System.Buffers.Binary;

namespace Ingest.DurableLog.Format;

/// <summary>The first 32 bytes of a log: magic with the format's version, the log's random identity, their checksum, zeros.</summary>
/// <remarks>
/// Every block's checksum starts from the identity. So a block of another log, left in reused disk space or put into a
/// record by a client, is never taken for one of this log.
/// </remarks>
internal static class FileHeader
{
    public const int Bytes = 32;
    private const int ChecksumOffset = 16;

    private static ReadOnlySpan<byte> Magic => "INGLOG1\n"u8;

    public static byte[] Create(Guid identity)
    {
        var header = new byte[Bytes];
        Magic.CopyTo(header);
        identity.ToByteArray().AsSpan(0, 8).CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(ChecksumOffset), Checksum.Continue(Checksum.Start, header.AsSpan(0, ChecksumOffset)));
        return header;
    }

    /// <summary>Reads the header and gives what the checksums of the blocks start from.</summary>
    public static bool TryRead(ReadOnlySpan<byte> header, out uint blockSeed)
    {
        blockSeed = 0;
        if (header.Length < Bytes || !header.StartsWith(Magic) || header[(ChecksumOffset + 4)..Bytes].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        blockSeed = Checksum.Continue(Checksum.Start, header[..ChecksumOffset]);
        return BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumOffset..]) == blockSeed;
    }
}
