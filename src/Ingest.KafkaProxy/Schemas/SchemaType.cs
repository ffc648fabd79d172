namespace Ingest.KafkaProxy.Schemas;

/// <summary>The types of schemas that records can be written with. Protobuf is not among them yet.</summary>
internal enum SchemaType
{
    /// <summary>Avro; the registry's <c>AVRO</c>.</summary>
    Avro,

    /// <summary>JSON Schema; the registry's <c>JSON</c>.</summary>
    Json,
}
