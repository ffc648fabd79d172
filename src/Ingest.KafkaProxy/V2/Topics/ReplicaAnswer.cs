namespace Ingest.KafkaProxy.V2.Topics;

/// <summary>A broker's copy of a partition.</summary>
internal sealed record ReplicaAnswer(int Broker, bool Leader, bool InSync);
