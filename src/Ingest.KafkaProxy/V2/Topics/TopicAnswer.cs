namespace Ingest.KafkaProxy.V2.Topics;

/// <summary>A topic as <c>GET /topics/{topic}</c> shows it.</summary>
internal sealed record TopicAnswer(string Name, IReadOnlyDictionary<string, string?> Configs, IReadOnlyList<PartitionAnswer> Partitions);
