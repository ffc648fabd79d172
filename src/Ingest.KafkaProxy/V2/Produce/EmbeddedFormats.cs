using Ingest.KafkaProxy.Wire;
using Microsoft.Net.Http.Headers;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Reads the format from a Content-Type.</summary>
internal static class EmbeddedFormats
{
    /// <summary>The format that <paramref name="contentType"/> names, or why it cannot be had.</summary>
    public static (EmbeddedFormat Format, RestError? Error) Read(string? contentType, bool strict, bool hasRegistry)
    {
        if (contentType == MediaTypes.V2Json)
        {
            return (EmbeddedFormat.Json, null);
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !IsUtf8(type))
        {
            return (default, RestError.UnsupportedMediaType);
        }

        return type.MediaType.ToString().ToLowerInvariant() switch
        {
            MediaTypes.V2Json => (EmbeddedFormat.Json, null),
            MediaTypes.V2Binary => (EmbeddedFormat.Binary, null),
            MediaTypes.V2 or MediaTypes.Unversioned or MediaTypes.Json when !strict => (EmbeddedFormat.Json, null),
            MediaTypes.OctetStream when !strict => (EmbeddedFormat.Raw, null),
            MediaTypes.V2Avro or MediaTypes.V2JsonSchema or MediaTypes.V2Protobuf when !hasRegistry => (default, RestError.NoSchemaRegistry),
            MediaTypes.V2Avro => (EmbeddedFormat.Avro, null),
            MediaTypes.V2JsonSchema => (EmbeddedFormat.JsonSchema, null),
            MediaTypes.V2Protobuf => (default, new(415, 415, "HTTP 415 Unsupported Media Type: the embedded format protobuf is not available yet.")),
            _ => (default, RestError.UnsupportedMediaType),
        };
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue ||
        HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase) ||
        HeaderUtilities.RemoveQuotes(type.Charset).Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
}
