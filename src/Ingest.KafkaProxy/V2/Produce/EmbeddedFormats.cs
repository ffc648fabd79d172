using Ingest.KafkaProxy.Wire;
using Microsoft.Net.Http.Headers;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Reads the format from a Content-Type.</summary>
internal static class EmbeddedFormats
{
    /// <summary>The format that <paramref name="contentType"/> names, or why it cannot be had.</summary>
    public static (EmbeddedFormat Format, RestError? Error) Read(string? contentType, bool strict)
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
            "application/vnd.kafka.avro.v2+json" => (default, NotYet("avro")),
            "application/vnd.kafka.jsonschema.v2+json" => (default, NotYet("jsonschema")),
            "application/vnd.kafka.protobuf.v2+json" => (default, NotYet("protobuf")),
            _ => (default, RestError.UnsupportedMediaType),
        };
    }

    private static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue ||
        HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase) ||
        HeaderUtilities.RemoveQuotes(type.Charset).Equals("us-ascii", StringComparison.OrdinalIgnoreCase);

    private static RestError NotYet(string format) =>
        new(415, 415, $"HTTP 415 Unsupported Media Type: the embedded format {format} is not available yet; json and binary are.");
}
