using System.Text.Json;
using Confluent.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Reads one record of the envelope: <c>{"key"?,"value"?,"partition"?,"headers"?,"timestamp"?}</c>.</summary>
internal readonly struct RecordParser(EmbeddedFormat format, bool strict)
{
    /// <summary>Reads the record that <paramref name="body"/> stands on.</summary>
    /// <exception cref="RestException">It is not a record.</exception>
    public ProduceRecord Read(ref BodyCursor body)
    {
        if (body.Json.TokenType != JsonTokenType.StartObject)
        {
            throw body.Malformed("", "an object");
        }

        var message = new Message<byte[]?, byte[]?>();
        int? partition = null;
        var seen = Fields.None;
        while (body.Json.Read() && body.Json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref body, message, ref partition, ref seen);
        }

        return new ProduceRecord(message, partition);
    }

    private void ReadField(ref BodyCursor body, Message<byte[]?, byte[]?> message, ref int? partition, ref Fields seen)
    {
        if (body.Is("value"u8))
        {
            body.Mark(ref seen, Fields.Value, ".value");
            message.Value = ReadBytes(ref body, ".value");
        }
        else if (body.Is("key"u8))
        {
            body.Mark(ref seen, Fields.Key, ".key");
            message.Key = ReadBytes(ref body, ".key");
        }
        else if (body.Is("partition"u8))
        {
            body.Mark(ref seen, Fields.Partition, ".partition");
            partition = (int?)body.ReadInteger(".partition", 0, int.MaxValue);
        }
        else if (!strict && body.Is("timestamp"u8))
        {
            body.Mark(ref seen, Fields.Timestamp, ".timestamp");
            message.Timestamp = ReadTimestamp(ref body);
        }
        else if (!strict && body.Is("headers"u8))
        {
            body.Mark(ref seen, Fields.Headers, ".headers");
            message.Headers = HeadersParser.Read(ref body);
        }
        else
        {
            throw new RestException(RestError.Unprocessable(
                $"Unrecognized field: {body.UnknownName()} in records[{body.Record}]. {ProduceRequestParser.Shape}"));
        }
    }

    private byte[]? ReadBytes(ref BodyCursor body, string field)
    {
        body.Json.Read();
        if (body.Json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return format == EmbeddedFormat.Binary ? body.Base64(field) : body.CopyValue();
    }

    /// <summary>Milliseconds since 1970. Zero means "now" to librdkafka, so the first of them cannot be had.</summary>
    private static Timestamp ReadTimestamp(ref BodyCursor body) =>
        body.ReadInteger(".timestamp", 1, long.MaxValue) is { } milliseconds
            ? new Timestamp(milliseconds, TimestampType.CreateTime)
            : Timestamp.Default;
}
