using System.Globalization;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>Where a setting comes from, by its number in Kafka's protocol (DescribeConfigsResponse.ConfigSource).</summary>
internal static class ConfigSource
{
    public const sbyte Topic = 1, StaticBroker = 4, Default = 5;
}

/// <summary>What has settings, by its number in Kafka's protocol (ConfigResource.Type).</summary>
internal static class ConfigResource
{
    public const sbyte Topic = 2, Broker = 4;

    public static bool IsThisBroker(sbyte type, string name) => type == Broker && name == Advertised.NodeId.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a request names that has no settings to change here.</summary>
    public static TopicRefusal RefuseToAlter(sbyte type, string name) => type switch
    {
        Topic => new TopicRefusal(KafkaError.UnknownTopicOrPartition, $"There is no topic '{name}'."),
        Broker => new TopicRefusal(KafkaError.InvalidConfig, "The broker's settings are given when it starts and do not change."),
        _ => new TopicRefusal(KafkaError.InvalidRequest, $"{type} is no kind of resource that has settings here: 2 is a topic, 4 a broker."),
    };
}
