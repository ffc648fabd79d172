using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ingest.EmbeddedKinesis.Shards;

/// <summary>The part of the hash keys, 0 to 2^128-1, that a shard takes; both ends belong to it.</summary>
internal readonly record struct HashRange(UInt128 Start, UInt128 End)
{
    /// <summary>Divides the hash keys evenly; the last range takes what is left over.</summary>
    public static HashRange[] Divide(int shards)
    {
        if (shards == 1)
        {
            return [new HashRange(UInt128.MinValue, UInt128.MaxValue)];
        }

        var count = (UInt128)(uint)shards;
        var width = Width(count);
        var ranges = new HashRange[shards];
        for (var i = 0; i < shards; i++)
        {
            var start = width * (uint)i;
            ranges[i] = new HashRange(start, i == shards - 1 ? UInt128.MaxValue : start + width - 1);
        }

        return ranges;
    }

    /// <summary>The MD5 of a partition key as a number, as Kinesis routes it.</summary>
    public static UInt128 KeyOf(string partitionKey)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // MD5 protects nothing here: it is how Kinesis spreads keys, and clients count on it.
        MD5.HashData(Encoding.UTF8.GetBytes(partitionKey), hash);
#pragma warning restore CA5351
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>2^128 / count, which does not fit while 2^128-1 does.</summary>
    private static UInt128 Width(UInt128 count)
    {
        var (quotient, remainder) = UInt128.DivRem(UInt128.MaxValue, count);
        return remainder == count - 1 ? quotient + 1 : quotient;
    }
}
