using System.Text.Json;
using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Reads one record of the envelope: <c>{"key"?,"value"?,"partition"?,"headers"?,"timestamp"?}</c>.</summary>
internal readonly struct RecordParser(EmbeddedFormat format, bool strict)
{
    /// <summary>Reads the record that <paramref name="body"/> stands on into <paramref name="record"/>, which is empty.</summary>
    /// <exception cref="RestException">It is not a record.</exception>
    public void Read(ref BodyCursor body, OutgoingRecord record)
    {
        if (body.Json.TokenType != JsonTokenType.StartObject)
        {
            throw body.Malformed("", "an object");
        }

        var seen = Fields.None;
        while (body.Json.Read() && body.Json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref body, record, ref seen);
        }
    }

    private void ReadField(ref BodyCursor body, OutgoingRecord record, ref Fields seen)
    {
        if (body.Is("value"u8))
        {
            body.Mark(ref seen, Fields.Value, ".value");
            if (ReadBytes(ref body, ".value") is { Array: { } buffer } value)
            {
                record.SetValue(buffer, value.Offset, value.Count);
            }
        }
        else if (body.Is("key"u8))
        {
            body.Mark(ref seen, Fields.Key, ".key");
            if (ReadBytes(ref body, ".key") is { Array: { } buffer } key)
            {
                record.SetKey(buffer, key.Offset, key.Count);
            }
        }
        else if (body.Is("partition"u8))
        {
            body.Mark(ref seen, Fields.Partition, ".partition");
            record.Partition = (int?)body.ReadInteger(".partition", 0, int.MaxValue);
        }
        else if (!strict && body.Is("timestamp"u8))
        {
            body.Mark(ref seen, Fields.Timestamp, ".timestamp");
            record.Timestamp = ReadTimestamp(ref body);
        }
        else if (!strict && body.Is("headers"u8))
        {
            body.Mark(ref seen, Fields.Headers, ".headers");
            record.Headers = HeadersParser.Read(ref body);
        }
        else
        {
            throw new RestException(RestError.Unprocessable(
                $"Unrecognized field: {body.UnknownName()} in records[{body.Record}]. {ProduceRequestParser.Shape}"));
        }
    }

    private ArraySegment<byte>? ReadBytes(ref BodyCursor body, string field)
    {
        body.Json.Read();
        if (body.Json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return format == EmbeddedFormat.Binary ? body.Base64(field) : body.Value();
    }

    /// <summary>Milliseconds since 1970. Zero means "now" to librdkafka, so the first of them cannot be had.</summary>
    private static Timestamp ReadTimestamp(ref BodyCursor body) =>
        body.ReadInteger(".timestamp", 1, long.MaxValue) is { } milliseconds
            ? new Timestamp(milliseconds, TimestampType.CreateTime)
            : Timestamp.Default;
}
