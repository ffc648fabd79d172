using System.Text.Unicode;
using Ingest.KinesisProxy.Limits;

namespace Ingest.KinesisProxy.Wire;

/// <summary>A request's body, whole.</summary>
internal static class RequestBody
{
    private const int FirstBytes = 4096;

    /// <summary>What a request costs beside its body, so that many small ones are limited too.</summary>
    private const int OverheadBytes = 4096;

    /// <summary>Reads it into a buffer of its own; records refer into that buffer and are not copied.</summary>
    /// <exception cref="RefusedException">
    /// 415: not JSON by its content type. 413: longer than the limit. 503: no room. 400: not UTF-8.
    /// </exception>
    public static async Task<ArraySegment<byte>> ReadAsync(HttpRequest request, int bytesMax, InFlightBytes.Share share)
    {
        CheckContentType(request.ContentType);
        if (request.ContentLength > bytesMax)
        {
            throw TooLong(bytesMax);
        }

        share.Grow(OverheadBytes);
        var buffer = Allocate((int)(request.ContentLength ?? FirstBytes), share);
        var length = 0;
        while (true)
        {
            if (length == buffer.Length && request.ContentLength is null)
            {
                if (length >= bytesMax)
                {
                    throw TooLong(bytesMax);
                }

                var grown = Allocate((int)Math.Min(2L * length, bytesMax), share);
                buffer.AsSpan(0, length).CopyTo(grown);
                buffer = grown;
            }

            var read = length == buffer.Length ? 0 : await request.Body.ReadAsync(buffer.AsMemory(length), request.HttpContext.RequestAborted);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Utf8.IsValid(buffer.AsSpan(0, length))
            ? new ArraySegment<byte>(buffer, 0, length)
            : throw new RefusedException(ProxyError.Malformed("The body is not valid UTF-8."));
    }

    private static byte[] Allocate(int bytes, InFlightBytes.Share share)
    {
        share.Grow(bytes);
        return GC.AllocateUninitializedArray<byte>(bytes);
    }

    private static RefusedException TooLong(int bytesMax) =>
        new(ProxyError.TooLarge($"The body is longer than {bytesMax} bytes."));

    private static void CheckContentType(string? contentType)
    {
        var type = contentType.AsSpan();
        var media = (type.IndexOf(';') is var end and >= 0 ? type[..end] : type).Trim();
        if (media.IsEmpty
            || media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || media.StartsWith("application/x-amz-json-1.", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        throw new RefusedException(new(
            StatusCodes.Status415UnsupportedMediaType,
            "UnsupportedMediaTypeException",
            $"Content-Type: {media} is not taken here; send application/json."));
    }
}
