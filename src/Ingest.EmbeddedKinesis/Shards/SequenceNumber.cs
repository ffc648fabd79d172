using System.Globalization;
using System.Numerics;

namespace Ingest.EmbeddedKinesis.Shards;

/// <summary>A sequence number: where a record stands in which shard of which stream.</summary>
/// <remarks>
/// A number of 186 bits, 56 decimal digits, as the service's: 2, the second the stream was created (36 bits), the stream's
/// id (24), the record's place from 1 on (64), 24 zero bits, the shard (32), 2 (4). So numbers rise within a shard, and
/// those of a deleted stream are below those of one made later under its name. Place 0 is the shard's starting number.
/// It follows from the record's index in the log, so a restart cannot repeat or lower it.
/// </remarks>
internal readonly record struct SequenceNumber(long CreatedSeconds, int StreamId, long Index, int Shard)
{
    /// <summary>The index that stands for the start of a shard, before its first record.</summary>
    public const long BeforeFirst = -1;

    public const int StreamIdMax = (1 << 24) - 1;
    private const int TopShift = 184, CreatedShift = 148, StreamShift = 124, PlaceShift = 60, ShardShift = 4;
    private const int Version = 2;

    public override string ToString() =>
        (((BigInteger)Version << TopShift)
            | ((BigInteger)CreatedSeconds << CreatedShift)
            | ((BigInteger)StreamId << StreamShift)
            | ((BigInteger)(Index + 1) << PlaceShift)
            | ((BigInteger)Shard << ShardShift)
            | Version).ToString(CultureInfo.InvariantCulture);

    /// <summary>Takes a number apart.</summary>
    /// <returns>False when no shard of this server can have given it.</returns>
    public static bool TryParse(string text, out SequenceNumber number)
    {
        number = default;
        if (!BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value >> TopShift != Version)
        {
            return false;
        }

        var place = (value >> PlaceShift) & ulong.MaxValue;
        var shard = (value >> ShardShift) & uint.MaxValue;
        if (place > long.MaxValue || shard > int.MaxValue)
        {
            return false;
        }

        number = new SequenceNumber(
            (long)((value >> CreatedShift) & ((1L << 36) - 1)), (int)((value >> StreamShift) & StreamIdMax), (long)place - 1, (int)shard);
        return number.ToString() == text;
    }
}
