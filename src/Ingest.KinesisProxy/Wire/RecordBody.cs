using System.Text.Json;
using Ingest.KinesisProxy.Records;
using Ingest.KinesisProxy.Streams;

namespace Ingest.KinesisProxy.Wire;

/// <summary>The bodies of <c>/record</c> and <c>/records</c>. Nothing is taken from a body that is wrong anywhere.</summary>
internal static class RecordBody
{
    private const string OneShape = """{"Data":{"any":"JSON"},"PartitionKey":"key"}""";
    private const string ManyShape = """{"records":[{"data":{"any":"JSON"},"partition-key":"key"}]}""";

    /// <summary>One record. A string is stored as JSON text, with its quotes, as the tutorial's template does.</summary>
    /// <exception cref="RefusedException">400, naming the field.</exception>
    public static PutEntry ReadOne(ArraySegment<byte> body, string stream, KinesisProxyOptions options)
    {
        try
        {
            var reader = OpenObject(body, OneShape);
            var entry = new EntryReader(body, options.UnquoteStringData, options.RecordBytesMax, "", OneShape).Read(ref reader, stream);
            reader.Read();
            return entry;
        }
        catch (JsonException failure)
        {
            throw JsonFields.Malformed(failure);
        }
    }

    /// <summary>Many records. A string is stored bare.</summary>
    /// <exception cref="RefusedException">400, naming the record and the field; 413 when there are too many.</exception>
    public static List<PutEntry> ReadMany(ArraySegment<byte> body, string stream, KinesisProxyOptions options)
    {
        try
        {
            var reader = OpenObject(body, ManyShape);
            List<PutEntry>? entries = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isRecords = reader.ValueTextEquals("records"u8) || reader.ValueTextEquals("Records"u8);
                var isStreamName = reader.ValueTextEquals("StreamName"u8) || reader.ValueTextEquals("stream-name"u8);
                reader.Read();
                if (isRecords)
                {
                    entries = entries is null ? ReadArray(ref reader, body, stream, options) : throw JsonFields.Wrong("records", "given twice");
                }
                else if (isStreamName)
                {
                    StreamName.CheckSame(JsonFields.ReadString(ref reader, "StreamName"), stream);
                }
                else
                {
                    reader.Skip();
                }
            }

            reader.Read();
            return entries ?? throw JsonFields.Wrong("records", $"missing; send {ManyShape}");
        }
        catch (JsonException failure)
        {
            throw JsonFields.Malformed(failure);
        }
    }

    private static List<PutEntry> ReadArray(ref Utf8JsonReader reader, ArraySegment<byte> body, string stream, KinesisProxyOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw JsonFields.Wrong("records", $"must be an array; send {ManyShape}");
        }

        var entries = new List<PutEntry>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var at = $"records[{entries.Count}]";
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw JsonFields.Wrong(at, $"must be an object; send {ManyShape}");
            }

            if (entries.Count == options.RequestRecordsMax)
            {
                throw new RefusedException(ProxyError.TooLarge($"records: more than {options.RequestRecordsMax} in one request."));
            }

            entries.Add(new EntryReader(body, unquote: true, options.RecordBytesMax, at + ".", ManyShape).Read(ref reader, stream));
        }

        return entries.Count > 0 ? entries : throw JsonFields.Wrong("records", "must hold at least one record");
    }

    private static Utf8JsonReader OpenObject(ArraySegment<byte> body, string shape)
    {
        if (body.Count == 0)
        {
            throw JsonFields.Wrong("The body", $"is empty; send {shape}");
        }

        var reader = JsonFields.Open(body);
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject
            ? reader
            : throw JsonFields.Wrong("The body", $"must be an object; send {shape}");
    }
}
