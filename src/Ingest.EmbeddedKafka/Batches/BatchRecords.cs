namespace Ingest.EmbeddedKafka.Batches;

/// <summary>One record of a batch: what the broker needs to know of it, and all its bytes.</summary>
/// <param name="OffsetDelta">Its offset less the batch's base offset.</param>
/// <param name="Timestamp">Its time in milliseconds since 1970 (UTC).</param>
/// <param name="Key">Null when it has none.</param>
/// <param name="IsTombstone">Whether its value is null.</param>
/// <param name="Bytes">The record as it stands in the plain batch, its length before it.</param>
internal readonly record struct BatchRecord(int OffsetDelta, long Timestamp, ReadOnlyMemory<byte>? Key, bool IsTombstone, ReadOnlyMemory<byte> Bytes);

/// <summary>Reads the records of a batch whose header and checksum hold.</summary>
internal static class BatchRecords
{
    /// <exception cref="InvalidDataException">They are not records, or not as many as the header says.</exception>
    public static List<BatchRecord> Read(ReadOnlyMemory<byte> batch)
    {
        var header = BatchHeader.Read(batch.Span);
        var rest = Decompression.Decompress(header.Codec, batch[BatchHeader.Bytes..]);
        var records = new List<BatchRecord>(Math.Min(header.Count, rest.Length / 7));
        for (var i = 0; i < header.Count; i++)
        {
            var body = rest;
            var length = ReadVarint(ref body);
            if (length < 0 || length > body.Length)
            {
                throw new InvalidDataException($"Record {i} of {header.Count} is longer than the batch.");
            }

            var whole = rest[..(rest.Length - body.Length + (int)length)];
            records.Add(ReadRecord(header, body[..(int)length], whole));
            rest = rest[whole.Length..];
        }

        return rest.Length == 0 ? records : throw new InvalidDataException($"{rest.Length} bytes follow the last of {header.Count} records.");
    }

    private static BatchRecord ReadRecord(BatchHeader header, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> whole)
    {
        body = Skip(body, 1); // attributes: none are defined
        var timestamp = header.HasLogAppendTime ? header.MaxTimestamp : header.BaseTimestamp;
        var delta = ReadVarint(ref body);
        timestamp += header.HasLogAppendTime ? 0 : delta;
        var offsetDelta = (int)ReadVarint(ref body);
        var key = ReadNullable(ref body);
        var value = ReadNullable(ref body);
        for (var headers = ReadVarint(ref body); headers > 0; headers--)
        {
            _ = ReadNullable(ref body) ?? throw new InvalidDataException("A header has no key.");
            _ = ReadNullable(ref body);
        }

        return offsetDelta >= 0 && offsetDelta <= header.LastOffsetDelta && body.Length == 0
            ? new BatchRecord(offsetDelta, timestamp, key, value is null, whole)
            : throw new InvalidDataException("A record is longer than its fields, or has an offset outside its batch.");
    }

    private static ReadOnlyMemory<byte>? ReadNullable(ref ReadOnlyMemory<byte> rest)
    {
        var length = ReadVarint(ref rest);
        if (length < 0)
        {
            return null;
        }

        var field = rest[..(int)Math.Min(length, rest.Length)];
        rest = Skip(rest, length);
        return field;
    }

    private static ReadOnlyMemory<byte> Skip(ReadOnlyMemory<byte> rest, long length) =>
        length <= rest.Length ? rest[(int)length..] : throw new InvalidDataException("A field is longer than its record.");

    /// <summary>A zigzag-coded integer of at most ten bytes.</summary>
    private static long ReadVarint(ref ReadOnlyMemory<byte> rest)
    {
        ulong value = 0;
        var span = rest.Span;
        for (var i = 0; i < Math.Min(span.Length, 10); i++)
        {
            value |= (ulong)(span[i] & 0x7f) << (7 * i);
            if (span[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new InvalidDataException("A variable-length integer does not end.");
    }
}
