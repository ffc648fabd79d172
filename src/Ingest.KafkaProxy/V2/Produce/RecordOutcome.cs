using Confluent.Kafka;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Where a record is stored, or why it is not.</summary>
/// <param name="Partition">Its partition; of no meaning when it failed.</param>
/// <param name="Offset">Its offset; of no meaning when it failed.</param>
/// <param name="ErrorCode">0 when stored, else REST Proxy's code.</param>
/// <param name="Error">Why it is not stored.</param>
internal readonly record struct RecordOutcome(int Partition, long Offset, int ErrorCode, string? Error)
{
    public static RecordOutcome Stored(TopicPartitionOffset at) => new(at.Partition.Value, at.Offset.Value, 0, null);

    public static RecordOutcome Failed(Error error) => new(-1, -1, Kafka.KafkaErrors.CodeOf(error.Code), error.Reason);
}
