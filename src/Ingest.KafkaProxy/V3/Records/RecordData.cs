using System.Text;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>A key or a value as it is stored: <c>{"type","data"}</c>.</summary>
/// <param name="Type">How it was written: BINARY, JSON or STRING.</param>
/// <param name="Bytes">What is stored; null is null.</param>
internal sealed record RecordData(string Type, byte[]? Bytes)
{
    /// <exception cref="RestException">It is not of its type, or the type is none.</exception>
    public static RecordData? Read(JsonBody record, string field)
    {
        if (record.Object(field, "type", "data") is not { } part)
        {
            return null;
        }

        var type = part.Text("type") ?? throw part.Missing("type");
        return new(type, type switch
        {
            "JSON" => part.Raw("data") is { } json ? Encoding.UTF8.GetBytes(json.GetRawText()) : null,
            "STRING" => part.Text("data") is { } text ? Encoding.UTF8.GetBytes(text) : null,
            "BINARY" => part.Base64("data"),
            "AVRO" or "JSONSCHEMA" or "PROTOBUF" => throw new RestException(new(422, 42206, $"{field}.type is {type}, which needs a schema registry; BINARY, JSON and STRING do not.")),
            _ => throw part.Wrong("type", "BINARY, JSON or STRING"),
        });
    }
}
