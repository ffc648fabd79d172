using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Ingest.Api.Records.Reading;

/// <summary>Reads a request's body whole.</summary>
internal static class BodyReader
{
    /// <summary>What a request costs beside its body, so that many small ones are limited too.</summary>
    private const int OverheadBytes = 4096;

    private static readonly string[] MediaTypes =
        ["application/json", "text/json", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines", "application/json-lines"];

    /// <exception cref="RefusedException">415: not JSON by its headers. 413: too long. 503: no room. 400, 408: it did not come whole.</exception>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    /// <exception cref="IOException">So it has: the connection broke.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, RecordsOptions options, InFlightBytes.Share share)
    {
        CheckHeaders(context.Request);
        if (context.Request.ContentLength > options.RequestBytesMax)
        {
            throw TooLong(options.RequestBytesMax);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = options.RequestBytesMax;
        }

        share.Grow(OverheadBytes);
        try
        {
            return await ReadToEndAsync(context, share);
        }
        catch (BadHttpRequestException bad)
        {
            throw bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? TooLong(options.RequestBytesMax)
                : new RefusedException(new Refusal(bad.StatusCode, bad.Message));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(HttpContext context, InFlightBytes.Share share)
    {
        var reader = context.Request.BodyReader;
        var claimed = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var length = read.Buffer.Length;
            var consumed = read.Buffer.Start;
            try
            {
                share.Grow(RecordsOptions.BodyCopies * (length - claimed));
                claimed = length;
                if (read.IsCompleted)
                {
                    consumed = read.Buffer.End;
                    return read.Buffer.ToArray();
                }
            }
            finally
            {
                // Also when there is no room: the server reads over the rest of the body then, and cannot while a read is open.
                reader.AdvanceTo(consumed, read.Buffer.End);
            }
        }
    }

    /// <summary>A body without a Content-Type is taken for JSON; its form is told from its first byte.</summary>
    private static void CheckHeaders(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw Unsupported($"Content-Encoding: {encoding} is not taken here; send the body as it is.");
        }

        if (string.IsNullOrEmpty(request.ContentType))
        {
            return;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !MediaTypes.Contains(type.MediaType.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            throw Unsupported($"Content-Type: {request.ContentType} is not taken here; send application/json or application/x-ndjson.");
        }

        if (HeaderUtilities.RemoveQuotes(type.Charset) is { Length: > 0 } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
        {
            throw Unsupported($"Content-Type: the charset {charset} is not taken here; JSON is UTF-8.");
        }
    }

    private static RefusedException TooLong(int bytesMax) =>
        new(Refusal.TooLarge($"The body has more than {bytesMax} bytes (Records:RequestBytesMax)."));

    private static RefusedException Unsupported(string message) => new(new Refusal(StatusCodes.Status415UnsupportedMediaType, message));
}
