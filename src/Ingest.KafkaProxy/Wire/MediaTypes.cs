namespace Ingest.KafkaProxy.Wire;

/// <summary>The media types of REST Proxy's API v2.</summary>
internal static class MediaTypes
{
    public const string V2 = "application/vnd.kafka.v2+json";
    public const string V2Json = "application/vnd.kafka.json.v2+json";
    public const string V2Binary = "application/vnd.kafka.binary.v2+json";
    public const string V2Avro = "application/vnd.kafka.avro.v2+json";
    public const string V2JsonSchema = "application/vnd.kafka.jsonschema.v2+json";
    public const string V2Protobuf = "application/vnd.kafka.protobuf.v2+json";
    public const string Unversioned = "application/vnd.kafka+json";
    public const string Json = "application/json";
    public const string OctetStream = "application/octet-stream";
}
