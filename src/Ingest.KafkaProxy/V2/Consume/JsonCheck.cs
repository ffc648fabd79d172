using System.Text.Json;
using System.Text.Unicode;
using Confluent.Kafka;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Whether a record can be written as JSON.</summary>
internal static class JsonCheck
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RecordsAnswer.DepthMax };

    /// <summary>Why its key or value is none, with its place; null when both are.</summary>
    public static string? RefusalOf(ConsumeResult<byte[]?, byte[]?> record) =>
        !IsJson(record.Message.Key) ? Refusal("key", record)
        : !IsJson(record.Message.Value) ? Refusal("value", record)
        : null;

    private static string Refusal(string part, ConsumeResult<byte[]?, byte[]?> record) =>
        $"{part} deserialization error for format JSON: topic {record.Topic}, partition {record.Partition.Value}, offset {record.Offset.Value}; " +
        "a consumer of format binary can read it, and positions leads past it.";

    private static bool IsJson(byte[]? bytes)
    {
        if (bytes is null)
        {
            return true;
        }

        try
        {
            var json = new Utf8JsonReader(bytes, Options);
            while (json.Read())
            {
            }

            return bytes.Length > 0 && Utf8.IsValid(bytes);
        }
        catch (JsonException)
        {
            // The caller says so, with the record's place.
            return false;
        }
    }
}
