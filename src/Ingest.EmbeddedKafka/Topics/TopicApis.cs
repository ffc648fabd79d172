using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>All requests about topics and the cluster.</summary>
internal static class TopicApis
{
    public static IEnumerable<KafkaApi> Create(TopicCatalog topics, EmbeddedKafkaOptions options, Func<Advertised> broker) =>
    [
        new MetadataApi(topics, options, broker),
        new DescribeClusterApi(topics, broker),
        new CreateTopicsApi(topics, options),
        new DeleteTopicsApi(topics),
        new CreatePartitionsApi(topics),
        new DescribeConfigsApi(topics, options),
        new AlterConfigsApi(topics),
        new IncrementalAlterConfigsApi(topics),
    ];
}
