namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>How keys and values are written in a produce request's body.</summary>
internal enum EmbeddedFormat
{
    /// <summary>Any JSON; its text is the record's bytes.</summary>
    Json,

    /// <summary>Base64 strings.</summary>
    Binary,

    /// <summary>Avro's JSON encoding, stored in its binary encoding behind the schema's id.</summary>
    Avro,

    /// <summary>JSON that a JSON Schema describes, stored behind the schema's id.</summary>
    JsonSchema,

    /// <summary>No envelope: the body is one record's value.</summary>
    Raw,
}
