using System.Text.Json.Nodes;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.V3.Clusters;

namespace Ingest.KafkaProxy.V3.Configs;

/// <summary>What has settings: a topic, a broker, or all brokers.</summary>
/// <param name="Resource">As Kafka's clients name it.</param>
/// <param name="Kind">As API v3 names its settings.</param>
/// <param name="Name">Its name behind the cluster's.</param>
/// <param name="Path">The segments of its settings' path.</param>
/// <param name="Field">The field that says whose a setting is, and its value; null when it is the cluster's.</param>
internal sealed record ConfigOwner(ConfigResource Resource, string Kind, string Name, string[] Path, (string Name, JsonNode Value)? Field)
{
    /// <exception cref="Wire.RestException">404: there is no such topic.</exception>
    public static async Task<ConfigOwner> TopicAsync(V3Call call, string topic)
    {
        await call.FindTopicAsync(topic);
        return new(new() { Type = ResourceType.Topic, Name = topic }, "KafkaTopicConfig", $"/topic={topic}", ["topics", topic, "configs"], ("topic_name", topic));
    }

    /// <exception cref="Wire.RestException">404: there is no such broker.</exception>
    public static ConfigOwner Broker(V3Call call, string broker)
    {
        var node = ClusterEndpoints.FindBroker(call, broker);
        return new(new() { Type = ResourceType.Broker, Name = broker }, "KafkaBrokerConfig", $"/broker={broker}", ["brokers", broker, "configs"], ("broker_id", node.Id));
    }

    /// <summary>What all brokers have alike.</summary>
    public static ConfigOwner Cluster() =>
        new(new() { Type = ResourceType.Broker, Name = "" }, "KafkaClusterConfig", "", ["broker-configs"], null);
}
