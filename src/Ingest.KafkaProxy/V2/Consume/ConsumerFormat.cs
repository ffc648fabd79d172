namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>How a consumer instance writes keys and values.</summary>
internal enum ConsumerFormat
{
    /// <summary>As base64 strings.</summary>
    Binary,

    /// <summary>As the JSON that they are.</summary>
    Json,

    /// <summary>In Avro's JSON encoding.</summary>
    Avro,

    /// <summary>As the JSON behind the id of its schema.</summary>
    JsonSchema,
}
