using System.Text.Json;
using System.Text.Unicode;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Tells what can be written as JSON.</summary>
internal static class JsonCheck
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RecordsAnswer.DepthMax };

    /// <summary>Whether the bytes of a key or a value are JSON; null is.</summary>
    public static bool IsJson(byte[]? bytes)
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
