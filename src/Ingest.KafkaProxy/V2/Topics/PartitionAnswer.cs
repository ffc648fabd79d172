using Confluent.Kafka;

namespace Ingest.KafkaProxy.V2.Topics;

/// <summary>A partition, its leader (−1 when it has none) and its replicas.</summary>
internal sealed record PartitionAnswer(int Partition, int Leader, IReadOnlyList<ReplicaAnswer> Replicas)
{
    public static PartitionAnswer From(PartitionMetadata metadata) => new(
        metadata.PartitionId,
        metadata.Leader,
        [.. metadata.Replicas.Select(broker => new ReplicaAnswer(broker, broker == metadata.Leader, metadata.InSyncReplicas.Contains(broker)))]);

    public static IReadOnlyList<PartitionAnswer> From(TopicMetadata topic) =>
        [.. topic.Partitions.OrderBy(partition => partition.PartitionId).Select(From)];
}
