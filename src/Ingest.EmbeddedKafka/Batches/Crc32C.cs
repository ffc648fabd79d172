using System.IO.Hashing;

namespace Ingest.EmbeddedKafka.Batches;

/// <summary>CRC-32C as Kafka writes it (RFC 3720, appendix B.4).</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(Crc32ParameterSet.Crc32C, bytes);
}
