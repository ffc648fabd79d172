using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>All requests about records.</summary>
internal static class RecordApis
{
    public static IEnumerable<KafkaApi> Create(TopicCatalog topics, RecordMetrics metrics, TimeProvider time) =>
    [
        new ProduceApi(topics, metrics),
        new FetchApi(topics, metrics, time),
        new ListOffsetsApi(topics),
        new InitProducerIdApi(topics),
    ];
}
