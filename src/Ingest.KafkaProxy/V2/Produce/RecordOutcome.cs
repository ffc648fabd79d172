using Confluent.Kafka;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Where a record is stored, or why it is not.</summary>
/// <param name="Partition">Its partition; of no meaning when it failed.</param>
/// <param name="Offset">Its offset; of no meaning when it failed.</param>
/// <param name="ErrorCode">0 when stored, else REST Proxy's code.</param>
/// <param name="Error">Why it is not stored.</param>
internal readonly record struct RecordOutcome(int Partition, long Offset, int ErrorCode, string? Error)
{
    public static RecordOutcome Stored(int partition, long offset) => new(partition, offset, 0, null);

    /// <param name="error">Why it is not known to be stored.</param>
    /// <param name="mayBeStored">
    /// Whether it was sent and an answer was lost. Then it has not failed for good, whatever became of the next try; the text says
    /// so too, for clients that read it.
    /// </param>
    public static RecordOutcome Failed(Error error, bool mayBeStored = false) => new(
        -1,
        -1,
        mayBeStored ? Kafka.KafkaErrors.Retriable : Kafka.KafkaErrors.CodeOf(error.Code),
        mayBeStored ? $"{error.Reason}. An answer was lost: the record may be stored all the same." : error.Reason);
}
