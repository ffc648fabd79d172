using System.Text;
using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>A key or a value as it is stored: <c>{"type","data"}</c>, and what it says of its schema.</summary>
/// <param name="Type">How it was written: BINARY, JSON, STRING, AVRO or JSONSCHEMA.</param>
/// <param name="Bytes">What is stored; null is null.</param>
/// <param name="Schema">The schema that it was written with; null when with none.</param>
internal sealed record RecordData(string Type, byte[]? Bytes, RecordSchema? Schema = null)
{
    private const string Plain = "BINARY, JSON or STRING";

    /// <param name="record">The record that it is part of.</param>
    /// <param name="part"><c>key</c> or <c>value</c>.</param>
    /// <param name="topic">The topic that it is for.</param>
    /// <param name="schemas">Where its schema is found.</param>
    /// <returns>Null when the record has none.</returns>
    /// <exception cref="RestException">It is not of its type, does not fit its schema, or the type is none.</exception>
    public static async ValueTask<RecordData?> ReadAsync(JsonBody record, string part, string topic, SchemaStore schemas)
    {
        if (record.Object(part, ["type", "data", .. RecordSchema.Fields]) is not { } body)
        {
            return null;
        }

        var type = body.Text("type");
        if (type is "JSON" or "STRING" or "BINARY")
        {
            RecordSchema.CheckNone(body, type);
        }

        return type switch
        {
            "JSON" => new(type, body.Raw("data") is { } json ? Encoding.UTF8.GetBytes(json.GetRawText()) : null),
            "STRING" => new(type, body.Text("data") is { } text ? Encoding.UTF8.GetBytes(text) : null),
            "BINARY" => new(type, body.Base64("data")),
            "AVRO" or "JSONSCHEMA" or null when schemas.HasRegistry => await EncodeAsync(body, part, type, topic, schemas),
            "AVRO" or "JSONSCHEMA" or "PROTOBUF" when !schemas.HasRegistry => throw new RestException(RestError.NoSchemaRegistry),
            null => throw body.Missing("type"),
            _ => throw body.Wrong("type", schemas.HasRegistry ? $"{Plain}, AVRO or JSONSCHEMA" : Plain),
        };
    }

    private static async ValueTask<RecordData> EncodeAsync(JsonBody body, string part, string? type, string topic, SchemaStore schemas)
    {
        var schema = await RecordSchema.FindAsync(body, type, topic, part == "key", schemas);
        try
        {
            return new(schema.TypeName, body.Raw("data") is { } data ? schema.Known.Encode(data) : null, schema);
        }
        catch (UnfitValueException unfit)
        {
            throw new RestException(SchemaErrors.Unfit($"{part}.data", unfit));
        }
    }
}
