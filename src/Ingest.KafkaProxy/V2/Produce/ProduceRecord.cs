using Confluent.Kafka;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>One record of a request: what to store, and in which partition if it says so itself.</summary>
internal readonly record struct ProduceRecord(Message<byte[]?, byte[]?> Message, int? Partition)
{
    /// <summary>The bytes of key and value.</summary>
    public long Bytes => (Message.Key?.Length ?? 0) + (Message.Value?.Length ?? 0);
}
