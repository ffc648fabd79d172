using System.Buffers.Binary;
using System.Numerics;

namespace Ingest.DurableLog.Format;

/// <summary>CRC32C, in hardware where there is any.</summary>
internal static class Checksum
{
    /// <summary>Where a checksum starts that continues no other.</summary>
    public const uint Start = uint.MaxValue;

    public static uint Continue(uint checksum, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return checksum;
    }
}
