namespace Ingest.Testing.Kafka;

/// <summary>A topic as a client asked for it; -1 is whatever the cluster does by default.</summary>
public sealed record StandInTopic(string Name, int Partitions, int ReplicationFactor, IReadOnlyDictionary<string, string?> Config);
