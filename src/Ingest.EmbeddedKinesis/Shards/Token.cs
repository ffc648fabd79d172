using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Ingest.EmbeddedKinesis.Shards;

/// <summary>What a shard iterator or a NextToken stands for. Nothing is kept on the server for it.</summary>
/// <remarks>
/// Base64 of: kind (8 bytes), time it was made (8, epoch milliseconds), stream id (4), shard (4), index (8), stream name
/// (UTF-8), CRC32C (4). The checksum finds accidents, not forgers: whoever may call GetRecords may read every shard anyway.
/// </remarks>
internal readonly record struct Token(TokenKind Kind, long MadeMilliseconds, int StreamId, int Shard, long Index, string StreamName)
{
    private const int FixedBytes = 32;
    private const int ChecksumBytes = 4;
    private const int NameBytesMax = 128;

    public override string ToString()
    {
        var bytes = new byte[FixedBytes + StreamName.Length + ChecksumBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, (long)Kind);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), MadeMilliseconds);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), StreamId);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), Shard);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), Index);
        Encoding.ASCII.GetBytes(StreamName, bytes.AsSpan(FixedBytes));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - ChecksumBytes), Checksum(bytes.AsSpan(0, bytes.Length - ChecksumBytes)));
        return Convert.ToBase64String(bytes);
    }

    public static bool TryParse(string text, TokenKind kind, out Token token)
    {
        token = default;
        Span<byte> buffer = stackalloc byte[FixedBytes + NameBytesMax + ChecksumBytes];
        if (!Convert.TryFromBase64String(text, buffer, out var length) || length < FixedBytes + ChecksumBytes)
        {
            return false;
        }

        var bytes = buffer[..(length - ChecksumBytes)];
        if (BinaryPrimitives.ReadUInt32BigEndian(buffer[bytes.Length..]) != Checksum(bytes) || BinaryPrimitives.ReadInt64BigEndian(bytes) != (long)kind)
        {
            return false;
        }

        token = new Token(
            kind,
            BinaryPrimitives.ReadInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[16..]),
            BinaryPrimitives.ReadInt32BigEndian(bytes[20..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[24..]),
            Encoding.ASCII.GetString(bytes[FixedBytes..]));
        return token is { Index: >= 0, Shard: >= 0 };
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return checksum;
    }
}

/// <summary>What a token may be used for.</summary>
internal enum TokenKind : long
{
    ShardIterator = 1,
    NextShards = 2,
    NextStreams = 3,
}
