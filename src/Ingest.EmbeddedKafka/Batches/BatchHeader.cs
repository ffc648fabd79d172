using System.Buffers.Binary;

namespace Ingest.EmbeddedKafka.Batches;

/// <summary>The header of a record batch of format 2, big-endian.</summary>
/// <remarks>Source: https://kafka.apache.org/documentation/#recordbatch.</remarks>
internal readonly record struct BatchHeader
{
    public const int Bytes = 61;

    /// <summary>Base offset and length, which the length does not count.</summary>
    public const int LengthFrom = 12;
    private const int MagicAt = 16;
    private const int ChecksumAt = 17;
    private const int ChecksummedFrom = 21;
    private const int MaxTimestampAt = 35;
    private const short CodecMask = 0x07;
    private const short LogAppendTimeBit = 0x08;
    private const short TransactionalBit = 0x10;
    private const short ControlBit = 0x20;

    public long BaseOffset { get; private init; }

    /// <summary>Bytes of the whole batch.</summary>
    public long Length { get; private init; }

    public short Attributes { get; private init; }

    public int LastOffsetDelta { get; private init; }

    public long BaseTimestamp { get; private init; }

    public long MaxTimestamp { get; private init; }

    public long ProducerId { get; private init; }

    public short ProducerEpoch { get; private init; }

    public int BaseSequence { get; private init; }

    public int Count { get; private init; }

    public Codec Codec => (Codec)(Attributes & CodecMask);

    public bool HasLogAppendTime => (Attributes & LogAppendTimeBit) != 0;

    public bool IsTransactional => (Attributes & TransactionalBit) != 0;

    public bool IsControl => (Attributes & ControlBit) != 0;

    public bool HasProducer => ProducerId >= 0;

    /// <summary>The last sequence number; they go on with 0 behind the largest int32.</summary>
    public int LastSequence => (int)(((long)BaseSequence + LastOffsetDelta) & int.MaxValue);

    /// <summary>The format of what stands in <paramref name="records"/>, 0 to 2; null when it is too short to say.</summary>
    public static sbyte? MagicOf(ReadOnlySpan<byte> records) => records.Length > MagicAt ? (sbyte)records[MagicAt] : null;

    /// <summary>Reads the header of a batch of format 2 that is at least <see cref="Bytes"/> long.</summary>
    public static BatchHeader Read(ReadOnlySpan<byte> batch) => new()
    {
        BaseOffset = BinaryPrimitives.ReadInt64BigEndian(batch),
        Length = LengthFrom + (long)BinaryPrimitives.ReadInt32BigEndian(batch[8..]),
        Attributes = BinaryPrimitives.ReadInt16BigEndian(batch[21..]),
        LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(batch[23..]),
        BaseTimestamp = BinaryPrimitives.ReadInt64BigEndian(batch[27..]),
        MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(batch[MaxTimestampAt..]),
        ProducerId = BinaryPrimitives.ReadInt64BigEndian(batch[43..]),
        ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(batch[51..]),
        BaseSequence = BinaryPrimitives.ReadInt32BigEndian(batch[53..]),
        Count = BinaryPrimitives.ReadInt32BigEndian(batch[57..]),
    };

    public static bool HasChecksum(ReadOnlySpan<byte> batch) =>
        BinaryPrimitives.ReadUInt32BigEndian(batch[ChecksumAt..]) == Crc32C.Of(batch[ChecksummedFrom..]);

    /// <summary>Writes what the broker decides: the offset, and the leader epoch, which here is always 0. Neither is in the checksum.</summary>
    public static void WriteOffset(Span<byte> batch, long baseOffset)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[LengthFrom..], 0);
    }

    /// <summary>Puts the broker's time in the place of the producer's.</summary>
    public static void WriteLogAppendTime(Span<byte> batch, long milliseconds)
    {
        BinaryPrimitives.WriteInt16BigEndian(batch[21..], (short)(BinaryPrimitives.ReadInt16BigEndian(batch[21..]) | LogAppendTimeBit));
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampAt..], milliseconds);
        WriteChecksum(batch);
    }

    /// <summary>Makes a batch of records that are not compressed out of another one's header.</summary>
    public static byte[] Rewrite(ReadOnlySpan<byte> header, IReadOnlyCollection<ReadOnlyMemory<byte>> records)
    {
        var batch = new byte[Bytes + records.Sum(record => record.Length)];
        header[..Bytes].CopyTo(batch);
        var rest = batch.AsSpan(Bytes);
        foreach (var record in records)
        {
            record.Span.CopyTo(rest);
            rest = rest[record.Length..];
        }

        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - LengthFrom);
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(21), (short)(BinaryPrimitives.ReadInt16BigEndian(header[21..]) & ~CodecMask));
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), records.Count);
        WriteChecksum(batch);
        return batch;
    }

    private static void WriteChecksum(Span<byte> batch) =>
        BinaryPrimitives.WriteUInt32BigEndian(batch[ChecksumAt..], Crc32C.Of(batch[ChecksummedFrom..]));
}

/// <summary>How a batch's records are compressed, by its number in the batch's attributes.</summary>
internal enum Codec
{
    None = 0,
    Gzip = 1,
    Snappy = 2,
    Lz4 = 3,
    Zstd = 4,
}
