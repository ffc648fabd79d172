using System.Text.Json;
using Confluent.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Writes records for a consumer: <c>[{"topic","key","value","partition","offset"}]</c>, and <c>timestamp</c> and <c>headers</c>.</summary>
internal static class RecordsAnswer
{
    /// <summary>As deep as JSON may be that was produced here.</summary>
    public const int DepthMax = 1000;

    private const int FlushAt = 64 << 10;

    public static readonly JsonWriterOptions Options = RestError.Readable with { MaxDepth = DepthMax + 2, SkipValidation = true };

    /// <param name="response">Where to.</param>
    /// <param name="records">Which.</param>
    /// <param name="format">How keys and values are written; unless binary they are JSON, and have been checked.</param>
    /// <param name="strict">Leave out what REST Proxy does not write.</param>
    public static async Task WriteAsync(
        HttpResponse response, IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> records, ConsumerFormat format, bool strict)
    {
        response.ContentType = MediaTypeOf(format);
        await using var json = new Utf8JsonWriter(response.BodyWriter, Options);
        json.WriteStartArray();
        foreach (var record in records)
        {
            Write(json, record, format, strict);
            if (json.BytesPending + json.BytesCommitted % FlushAt > FlushAt)
            {
                json.Flush();
                await response.BodyWriter.FlushAsync(CancellationToken.None);
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(CancellationToken.None);
    }

    public static string MediaTypeOf(ConsumerFormat format) => format switch
    {
        ConsumerFormat.Json => MediaTypes.V2Json,
        ConsumerFormat.Avro => MediaTypes.V2Avro,
        ConsumerFormat.JsonSchema => MediaTypes.V2JsonSchema,
        _ => MediaTypes.V2Binary,
    };

    /// <summary>Writes one.</summary>
    public static void Write(Utf8JsonWriter json, ConsumeResult<byte[]?, byte[]?> record, ConsumerFormat format, bool strict)
    {
        json.WriteStartObject();
        json.WriteString("topic"u8, record.Topic);
        WriteBytes(json, "key"u8, record.Message.Key, format);
        WriteBytes(json, "value"u8, record.Message.Value, format);
        json.WriteNumber("partition"u8, record.Partition.Value);
        json.WriteNumber("offset"u8, record.Offset.Value);
        if (!strict)
        {
            json.WriteNumber("timestamp"u8, record.Message.Timestamp.UnixTimestampMs);
            WriteHeaders(json, record.Message.Headers);
        }

        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, Headers? headers)
    {
        json.WriteStartArray("headers"u8);
        foreach (var header in headers ?? [])
        {
            json.WriteStartObject();
            json.WriteString("name"u8, header.Key);
            WriteBytes(json, "value"u8, header.GetValueBytes(), ConsumerFormat.Binary);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBytes(Utf8JsonWriter json, ReadOnlySpan<byte> name, byte[]? bytes, ConsumerFormat format)
    {
        json.WritePropertyName(name);
        if (bytes is null)
        {
            json.WriteNullValue();
        }
        else if (format != ConsumerFormat.Binary)
        {
            json.WriteRawValue(bytes, skipInputValidation: true);
        }
        else
        {
            json.WriteBase64StringValue(bytes);
        }
    }
}
