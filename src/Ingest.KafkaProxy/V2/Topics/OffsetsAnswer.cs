namespace Ingest.KafkaProxy.V2.Topics;

/// <summary>The offset of a partition's first record, and the one that its next record will have.</summary>
internal sealed record OffsetsAnswer(long BeginningOffset, long EndOffset);
