using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Ingest.S3Sink.Records;

/// <summary>Makes one line of one JSON value.</summary>
internal static class JsonLine
{
    private const int DepthMax = 1000;

    /// <summary>Says why a value cannot be a line; null when it can.</summary>
    public static string? Fault(byte[]? value)
    {
        if (value is null)
        {
            return "tombstone: the record has no value";
        }

        if (!Utf8.IsValid(value))
        {
            return "not JSON: not valid UTF-8";
        }

        try
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = DepthMax });
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException fault)
        {
            return $"not JSON: {fault.Message}";
        }
    }

    /// <summary>Appends a value without fault and a line feed.</summary>
    /// <remarks>
    /// JSON allows line ends between tokens only, never within a string, so leaving out each of them, with the indentation
    /// after it, changes no value: numbers keep their text, strings their escapes.
    /// </remarks>
    public static void Append(ArrayBufferWriter<byte> lines, ReadOnlySpan<byte> value)
    {
        for (var end = value.IndexOfAny("\r\n"u8); end >= 0; end = value.IndexOfAny("\r\n"u8))
        {
            lines.Write(value[..end]);
            value = value[end..].TrimStart(" \t\r\n"u8);
        }

        lines.Write(value);
        lines.Write("\n"u8);
    }
}
