using System.Text.Json.Nodes;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.V3.Clusters;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Configs;

/// <summary>What has settings: a topic, a broker, or all brokers.</summary>
/// <param name="Resource">As Kafka's clients name it.</param>
/// <param name="Kind">As API v3 names its settings.</param>
/// <param name="Name">Its name behind the cluster's.</param>
/// <param name="Path">The segments of its settings' path.</param>
/// <param name="Field">The field that says whose a setting is, and its value; null when it is the cluster's.</param>
internal sealed record ConfigOwner(ConfigResource Resource, string Kind, string Name, string[] Path, (string Name, JsonNode Value)? Field)
{
    /// <exception cref="RestException">404: there is no such topic.</exception>
    public static async Task<ConfigOwner> TopicAsync(V3Call call, string topic)
    {
        await call.FindTopicAsync(topic);
        return OfTopic(topic);
    }

    /// <summary>A topic that is known to be there.</summary>
    public static ConfigOwner OfTopic(string topic) =>
        new(new() { Type = ResourceType.Topic, Name = topic }, "KafkaTopicConfig", $"/topic={topic}", ["topics", topic, "configs"], ("topic_name", topic));

    /// <exception cref="RestException">404: there is no such broker.</exception>
    public static ConfigOwner Broker(V3Call call, string broker)
    {
        var node = ClusterEndpoints.FindBroker(call, broker);
        return new(new() { Type = ResourceType.Broker, Name = broker }, "KafkaBrokerConfig", $"/broker={broker}", ["brokers", broker, "configs"], ("broker_id", node.Id));
    }

    /// <summary>What was set for all brokers at once; any broker knows it.</summary>
    public static ConfigOwner Cluster(V3Call call) => new(
        new() { Type = ResourceType.Broker, Name = V3Call.Text(call.Described.Nodes.MinBy(node => node.Id)!.Id) }, "KafkaClusterConfig", "", ["broker-configs"], null);

    /// <summary>Whether it is all brokers.</summary>
    public bool IsCluster => Field is null;

    /// <summary>Of a broker's setting, what was set for all brokers; null when nothing was.</summary>
    public static ConfigEntryResult? SharedOf(ConfigEntryResult config)
    {
        var shared = config.Source == ConfigSource.DynamicDefaultBrokerConfig
            ? config.Value
            : config.Synonyms?.FirstOrDefault(synonym => synonym.Source == ConfigSource.DynamicDefaultBrokerConfig)?.Value;
        return shared is null ? null : new()
        {
            Name = config.Name,
            Value = shared,
            IsReadOnly = config.IsReadOnly,
            IsSensitive = config.IsSensitive,
            Source = ConfigSource.DynamicDefaultBrokerConfig,
            Synonyms = [.. (config.Synonyms ?? []).SkipWhile(synonym => synonym.Source != ConfigSource.DynamicDefaultBrokerConfig)],
        };
    }

    /// <exception cref="RestException">400: Kafka's client library addresses one broker's settings, never those of all.</exception>
    public void CheckChange()
    {
        if (IsCluster)
        {
            throw new RestException(new(400, 40002, "Settings of all brokers at once cannot be changed through Kafka's client library; change each broker's, at brokers/{id}/configs."));
        }
    }
}
