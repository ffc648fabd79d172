namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>How a consumer instance writes keys and values.</summary>
internal enum ConsumerFormat
{
    /// <summary>As base64 strings.</summary>
    Binary,

    /// <summary>As the JSON that they are.</summary>
    Json,
}
