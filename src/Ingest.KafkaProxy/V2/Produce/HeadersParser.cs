using System.Text.Json;
using Confluent.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Reads a record's headers, written as in API v3: <c>[{"name":string,"value":base64 or null}]</c>.</summary>
internal static class HeadersParser
{
    public static Headers? Read(ref BodyCursor body)
    {
        body.Json.Read();
        if (body.Json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (body.Json.TokenType != JsonTokenType.StartArray)
        {
            throw body.Malformed(".headers", "an array");
        }

        var headers = new Headers();
        while (body.Json.Read() && body.Json.TokenType != JsonTokenType.EndArray)
        {
            body.Header = headers.Count;
            ReadHeader(ref body, headers);
        }

        body.Header = -1;
        return headers;
    }

    private static void ReadHeader(ref BodyCursor body, Headers headers)
    {
        if (body.Json.TokenType != JsonTokenType.StartObject)
        {
            throw body.Malformed("", "an object");
        }

        string? name = null;
        byte[]? value = null;
        var seen = Fields.None;
        while (body.Json.Read() && body.Json.TokenType == JsonTokenType.PropertyName)
        {
            if (body.Is("name"u8))
            {
                body.Mark(ref seen, Fields.Name, ".name");
                body.Json.Read();
                name = body.Json.TokenType == JsonTokenType.String ? body.Text(".name") : throw body.Malformed(".name", "a string");
            }
            else if (body.Is("value"u8))
            {
                body.Mark(ref seen, Fields.Value, ".value");
                body.Json.Read();
                value = body.Json.TokenType == JsonTokenType.Null ? null : body.Base64(".value").ToArray();
            }
            else
            {
                throw new RestException(RestError.Unprocessable($"Unrecognized field: {body.UnknownName()} in records[{body.Record}].headers[{body.Header}]"));
            }
        }

        headers.Add(name ?? throw body.Unprocessable(".name", "is missing"), value);
    }
}
