using Confluent.Kafka;

namespace Ingest.Local.Commands;

/// <summary>A topic in a list.</summary>
internal sealed record TopicLine(string Name, int Partitions, int ReplicationFactor)
{
    /// <summary>For people.</summary>
    public override string ToString() => $"{Name}  partitions {Partitions}, replication factor {ReplicationFactor}";

    public static TopicLine Of(TopicMetadata topic) =>
        new(topic.Topic, topic.Partitions.Count, topic.Partitions.Select(partition => partition.Replicas.Length).DefaultIfEmpty().Max());
}
