using System.IO.Hashing;

namespace Ingest.DurableLog.Format;

/// <summary>CRC32C without its final inversion, over bytes that follow a given beginning.</summary>
internal sealed class Checksum
{
    private readonly Crc32 _beginning = new(Crc32ParameterSet.Crc32C);

    /// <summary>Has every checksum go on from that of <paramref name="beginning"/>.</summary>
    public Checksum(ReadOnlySpan<byte> beginning) => _beginning.Append(beginning);

    /// <summary>That of bytes which follow nothing.</summary>
    public static Checksum Plain { get; } = new([]);

    public uint Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = _beginning.Clone();
        checksum.Append(bytes);
        return ~checksum.GetCurrentHashAsUInt32();
    }
}
