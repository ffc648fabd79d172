using System.Text.Unicode;
using Ingest.KinesisProxy.Limits;
using Microsoft.AspNetCore.Http.Features;

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

        // Kestrel's own limit is for services that do not count; it also ends a longer body in the middle.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytesMax;
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

            var read = length == buffer.Length ? 0 : await ReadAsync(request, buffer.AsMemory(length));
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

    private static async ValueTask<int> ReadAsync(HttpRequest request, Memory<byte> into)
    {
        try
        {
            return await request.Body.ReadAsync(into, request.HttpContext.RequestAborted);
        }
        catch (IOException failure) when (failure is not BadHttpRequestException)
        {
            // The caller's connection broke, which must not look like a failure of Kinesis.
            throw new RefusedException(ProxyError.Malformed("The body broke off."));
        }
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
