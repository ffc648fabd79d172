namespace Ingest.KafkaProxy.Access;

/// <summary>Marks an endpoint whose Kafka clients are the caller's.</summary>
internal sealed class SpeaksToKafka;
