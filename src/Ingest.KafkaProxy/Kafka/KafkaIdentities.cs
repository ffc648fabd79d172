namespace Ingest.KafkaProxy.Kafka;

/// <summary>Says as whom a request speaks to Kafka.</summary>
/// <param name="service">The proxy's own clients.</param>
internal sealed class KafkaIdentities(KafkaClients service)
{
    /// <summary>The clients of the caller.</summary>
    public KafkaClients Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return service;
    }
}
