namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>A new consumer instance, and where to find it.</summary>
internal sealed record ConsumerAnswer(string InstanceId, string BaseUri);

/// <summary>The topics that a consumer instance reads.</summary>
internal sealed record SubscriptionAnswer(IReadOnlyList<string> Topics);

/// <summary>The partitions that a consumer instance reads.</summary>
internal sealed record AssignmentsAnswer(IReadOnlyList<AssignedPartition> Partitions);

/// <summary>One of them.</summary>
internal sealed record AssignedPartition(string Topic, int Partition);

/// <summary>What a group has committed.</summary>
internal sealed record CommittedAnswer(IReadOnlyList<CommittedOffset> Offsets);

/// <summary>The offset of the next record that the group will read in a partition.</summary>
internal sealed record CommittedOffset(string Topic, int Partition, long Offset, string Metadata);
