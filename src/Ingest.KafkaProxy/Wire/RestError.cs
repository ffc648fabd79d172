using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Ingest.KafkaProxy.Wire;

/// <summary>A refused or failed request: its HTTP status, REST Proxy's error code, and a text for the caller.</summary>
internal sealed record RestError(int Status, int Code, string Message, int? RetryAfterSeconds = null)
{
    /// <summary>Plain quotes and braces, as REST Proxy writes them: the texts show JSON, and a browser never takes this media type for HTML.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RestError UnsupportedMediaType { get; } = ForStatus(StatusCodes.Status415UnsupportedMediaType);

    public static RestError NotAcceptable { get; } = ForStatus(StatusCodes.Status406NotAcceptable);

    public static RestError TopicNotFound { get; } = new(404, 40403, "This server does not host this topic-partition.");

    /// <summary>What no embedded format but json and binary can do without.</summary>
    public static RestError NoSchemaRegistry { get; } = new(422, 42206, "Payload error. Schema Registry must be configured when using schemas.");

    public static RestError ConsumerNotFound { get; } = new(404, 40403, "Consumer instance not found.");

    public static RestError PartitionNotFound { get; } = new(404, 40402, "Partition not found.");

    /// <summary>As <see cref="TopicNotFound"/>, in the dialect that is spoken.</summary>
    public static RestError NoTopic(Dialect dialect, string topic) =>
        dialect == Dialect.Karapace ? new(404, 40401, $"Topic {topic} not found") : TopicNotFound;

    /// <summary>An error that its HTTP status says all about, worded as REST Proxy does.</summary>
    public static RestError ForStatus(int status) =>
        new(status, status, $"HTTP {status.ToString(CultureInfo.InvariantCulture)} {ReasonPhrases.GetReasonPhrase(status)}");

    /// <summary>The body is not what it should be: its JSON, or the JSON type of something in it.</summary>
    public static RestError Malformed(string message) => new(400, 400, message);

    /// <summary>The body is well formed, but cannot be processed.</summary>
    public static RestError Unprocessable(string message) => new(422, 422, message);

    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = response.HttpContext.Request.Path.StartsWithSegments("/v3") ? MediaTypes.Json : MediaTypes.V2;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        using (var json = new Utf8JsonWriter(response.BodyWriter, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("error_code"u8, Code);
            json.WriteString("message"u8, Message);
            json.WriteEndObject();
        }

        // No token: a client that has left ends the flush by itself, and needs no exception.
        return response.BodyWriter.FlushAsync(CancellationToken.None).AsTask();
    }
}
