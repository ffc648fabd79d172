namespace Ingest.KafkaProxy.Kafka;

/// <summary>Says as whom a request speaks to Kafka.</summary>
/// <param name="service">The proxy's own clients.</param>
internal sealed class KafkaIdentities(KafkaClients service)
{
    /// <summary>The clients of the caller: its own when it has shown a credential, else the proxy's.</summary>
    public KafkaClients Of(HttpContext context) => context.Features.Get<KafkaClients>() ?? service;
}
