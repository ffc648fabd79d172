using Confluent.Kafka;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>The clients by which one identity speaks to Kafka.</summary>
/// <param name="identity">Tells identities apart; empty for the proxy's own.</param>
/// <param name="producer">Its producer, shared by all its requests.</param>
/// <param name="cluster">What it may know of the brokers and their topics.</param>
/// <param name="logins">Makes its further clients.</param>
internal sealed class KafkaClients(string identity, KafkaProducer producer, Cluster cluster, KafkaLogin logins)
{
    public string Identity => identity;

    public KafkaProducer Producer => producer;

    public Cluster Cluster => cluster;

    /// <summary>A new consumer of this identity, to be disposed of by the caller.</summary>
    /// <param name="settings">By librdkafka's names; they win over what is configured.</param>
    /// <exception cref="KafkaException">librdkafka does not take the settings.</exception>
    public IConsumer<byte[]?, byte[]?> OpenConsumer(IEnumerable<KeyValuePair<string, string>> settings) => logins.OpenConsumer(settings);
}
