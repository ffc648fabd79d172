using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ingest.KinesisProxy.Wire;

/// <summary>A JSON body of known length.</summary>
internal static class Answer
{
    // The answers are read as JSON, never placed into HTML, so text stays readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> write)
    {
        var body = new System.Buffers.ArrayBufferWriter<byte>(256);
        await using (var writer = new Utf8JsonWriter(body, Options))
        {
            write(writer);
        }

        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory);
    }
}
