namespace Ingest.KafkaProxy.V2.Brokers;

/// <summary><c>{}</c>.</summary>
internal sealed record EmptyAnswer;
