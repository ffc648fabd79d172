using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Batches;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Partitions;

internal sealed partial class Partition
{
    private const long Latest = -1, Earliest = -2, MaxTimestamp = -3;

    /// <summary>Answers ListOffsets: the offset of a point of the log, or of the first record of a time or later.</summary>
    /// <param name="timestamp">Milliseconds since 1970 (UTC), or -1 latest, -2 earliest, -3 the record with the largest timestamp.</param>
    /// <returns>Offset and timestamp, both -1 when no record is that late.</returns>
    public (KafkaError Error, long Offset, long Timestamp) ListOffset(long timestamp)
    {
        try
        {
            return timestamp switch
            {
                Latest => (KafkaError.None, HighWatermark, -1),
                Earliest => (KafkaError.None, LogStartOffset, -1),
                MaxTimestamp => Find(_log.FindLatestTimestamp(), records => records.MaxBy(record => record.Timestamp)),
                >= 0 => Find(_log.FindByTimestamp(timestamp), records => records.FirstOrDefault(record => record.Timestamp >= timestamp)),
                _ => (KafkaError.UnsupportedVersion, -1, -1),
            };
        }
        catch (DurableLogDamagedException damaged)
        {
            LogDamaged(Name, damaged.Damage.FirstOffset, damaged.Damage.NextOffset, damaged.Message);
            return (KafkaError.CorruptMessage, -1, -1);
        }
        catch (ObjectDisposedException)
        {
            return (KafkaError.UnknownTopicOrPartition, -1, -1);
        }
    }

    /// <summary>Finds the very record in the batch; a batch that is not what its client said it was is taken whole.</summary>
    private static (KafkaError Error, long Offset, long Timestamp) Find(LogEntry? batch, Func<List<BatchRecord>, BatchRecord> choose)
    {
        if (batch is not { } entry)
        {
            return (KafkaError.None, -1, -1);
        }

        try
        {
            return choose(BatchRecords.Read(entry.Data)) is { Bytes.Length: > 0 } record
                ? (KafkaError.None, entry.Offset + record.OffsetDelta, record.Timestamp)
                : (KafkaError.None, entry.Offset, entry.Timestamp);
        }
        catch (InvalidDataException)
        {
            return (KafkaError.None, entry.Offset, entry.Timestamp);
        }
    }
}
