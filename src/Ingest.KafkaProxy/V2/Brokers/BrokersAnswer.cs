namespace Ingest.KafkaProxy.V2.Brokers;

/// <summary>The ids of all brokers.</summary>
internal sealed record BrokersAnswer(IReadOnlyList<int> Brokers);
