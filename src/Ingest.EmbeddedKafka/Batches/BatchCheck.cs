using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Batches;

/// <summary>Why a batch is not taken.</summary>
/// <param name="Error">The code.</param>
/// <param name="Message">The reason in words.</param>
/// <param name="RecordIndex">Which record of the batch it is about, counted from 0; null when it is about the whole batch.</param>
internal sealed record BatchRefusal(KafkaError Error, string Message, int? RecordIndex = null);

/// <summary>Decides whether the records that a client produces to a partition may be appended. Pure.</summary>
/// <remarks>What it looks at and in which order is what Kafka's LogValidator and UnifiedLog do.</remarks>
internal static class BatchCheck
{
    private const int RecordBytesMin = 7;

    /// <param name="records">What the client sent.</param>
    /// <param name="produceVersion">In which version of Produce: zstd has been allowed since 7.</param>
    /// <param name="bytesMax">The topic's <c>max.message.bytes</c>.</param>
    /// <param name="compacted">Whether every record must have a key.</param>
    /// <returns>Null when they may.</returns>
    public static BatchRefusal? Refuse(ReadOnlyMemory<byte> records, short produceVersion, int bytesMax, bool compacted)
    {
        if (BatchHeader.MagicOf(records.Span) is { } magic and not 2)
        {
            return magic is 0 or 1
                ? new(KafkaError.UnsupportedForMessageFormat, $"Message format {magic} is not supported; record batches of format 2 are.")
                : new(KafkaError.CorruptMessage, $"{magic} is no message format.");
        }

        if (records.Length < BatchHeader.Bytes)
        {
            return new(KafkaError.CorruptMessage, $"{records.Length} bytes are no record batch.");
        }

        var header = BatchHeader.Read(records.Span);
        return header.Length != records.Length ? RefuseLength(header, records.Length)
            : records.Length > bytesMax ? new(KafkaError.MessageTooLarge, $"The batch has {records.Length} bytes; max.message.bytes is {bytesMax}.")
            : !BatchHeader.HasChecksum(records.Span) ? new(KafkaError.CorruptMessage, "The batch does not have the checksum it was sent with.")
            : RefuseHeader(header, produceVersion, records.Length) ?? (compacted ? RefuseKeyless(records) : null);
    }

    private static BatchRefusal RefuseLength(BatchHeader header, int length) =>
        header.Length > length || header.Length < BatchHeader.Bytes
            ? new(KafkaError.CorruptMessage, $"The batch says it has {header.Length} bytes where there are {length}.")
            : new(KafkaError.InvalidRecord, "There must be exactly one batch for a partition.");

    private static BatchRefusal? RefuseHeader(BatchHeader header, short produceVersion, int length) => header switch
    {
        { IsControl: true } => new(KafkaError.InvalidRecord, "Clients do not write control batches."),
        { IsTransactional: true } => new(KafkaError.InvalidTxnState, "Transactions are not supported."),
        { Count: < 1 } => new(KafkaError.InvalidRecord, "The batch has no records."),
        _ when header.LastOffsetDelta != header.Count - 1 =>
            new(KafkaError.InvalidRecord, $"The batch has {header.Count} records and a last offset delta of {header.LastOffsetDelta}."),
        { HasProducer: true, BaseSequence: < 0 } => new(KafkaError.InvalidRecord, $"{header.BaseSequence} is no sequence number."),
        { Codec: > Codec.Zstd } => new(KafkaError.UnsupportedCompressionType, $"{(int)header.Codec} is no compression."),
        { Codec: Codec.Zstd } when produceVersion < 7 => new(KafkaError.UnsupportedCompressionType, "zstd takes Produce 7 or newer."),
        { Codec: Codec.None } when (long)header.Count * RecordBytesMin > length - BatchHeader.Bytes =>
            new(KafkaError.InvalidRecord, $"{header.Count} records do not fit in {length} bytes."),
        _ => null,
    };

    private static BatchRefusal? RefuseKeyless(ReadOnlyMemory<byte> batch)
    {
        try
        {
            var keyless = BatchRecords.Read(batch).FindIndex(record => record.Key is null);
            return keyless < 0 ? null : new(KafkaError.InvalidRecord, "A compacted topic takes no record without a key.", keyless);
        }
        catch (InvalidDataException unreadable)
        {
            return new(KafkaError.InvalidRecord, unreadable.Message);
        }
    }
}
