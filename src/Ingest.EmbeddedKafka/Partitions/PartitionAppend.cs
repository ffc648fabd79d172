using Ingest.EmbeddedKafka.Batches;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>What became of a batch that was to be appended: it has its place, or it was refused.</summary>
/// <param name="Refusal">Why it was refused; null when it has its place.</param>
/// <param name="BaseOffset">The offset of its first record; of the first time, when it repeats another.</param>
/// <param name="AppendTime">The broker's time in milliseconds, where that counts; else -1.</param>
/// <param name="Flushed">Done when it is acknowledged; fails when the disk does.</param>
internal readonly record struct PartitionAppend(BatchRefusal? Refusal, long BaseOffset, long AppendTime, Task Flushed)
{
    public static PartitionAppend Refused(BatchRefusal refusal) => new(refusal, -1, -1, Task.CompletedTask);

    public static PartitionAppend Refused(KafkaError error, string message) => Refused(new BatchRefusal(error, message));
}
