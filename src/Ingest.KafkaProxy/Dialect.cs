namespace Ingest.KafkaProxy;

/// <summary>Whose answers the proxy gives where the two that speak API v2 differ.</summary>
internal enum Dialect
{
    /// <summary>Confluent's REST Proxy.</summary>
    Confluent,

    /// <summary>Aiven's Karapace.</summary>
    Karapace,
}
