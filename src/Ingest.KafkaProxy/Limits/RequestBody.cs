using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Ingest.KafkaProxy.Wire;
using Microsoft.AspNetCore.Http.Features;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Ingest.KafkaProxy.Limits;

/// <summary>A request's whole body, decompressed, in one pooled buffer, which disposing gives back.</summary>
internal readonly struct RequestBody : IDisposable
{
    /// <summary>The answer when too much is in flight already.</summary>
    public static readonly RestError Busy = new(503, 50301, "Too many bytes are in flight; try again later.", RetryAfterSeconds: 1);

    private static readonly StreamPipeReaderOptions Decompressed = new(bufferSize: 16 * 1024);

    private RequestBody(ReadOnlySequence<byte> bytes)
    {
        Length = (int)bytes.Length;
        Buffer = ArrayPool<byte>.Shared.Rent(Length);
        bytes.CopyTo(Buffer);
    }

    /// <summary>It begins with the body; whoever reads it may change it.</summary>
    public byte[] Buffer { get; }

    /// <summary>In bytes.</summary>
    public int Length { get; }

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(0, Length);

    /// <summary>Reads to the end while <paramref name="claim"/> grows with what was read.</summary>
    /// <exception cref="RestException">503 when too much is in flight, 413 beyond the limit, 415 or 400 when it cannot be decompressed.</exception>
    /// <exception cref="BadHttpRequestException">413 beyond the limit as sent, 400 when the client broke HTTP, 408 when it was too slow.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int bytesMax, InFlightBytes.Claim claim)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytesMax;
        }

        var reader = Open(request);
        try
        {
            return await ReadToEndAsync(reader, bytesMax, claim, request.HttpContext.RequestAborted);
        }
        catch (Exception failure) when (IsBadlyEncoded(request, failure))
        {
            throw new RestException(BadlyEncoded(request));
        }
        finally
        {
            if (reader != request.BodyReader)
            {
                await reader.CompleteAsync();
            }
        }
    }

    /// <summary>The body as it comes, decompressed, in UTF-8: the request's own reader when it is that already.</summary>
    /// <exception cref="RestException">415: it is compressed in another way than we know.</exception>
    public static PipeReader Open(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        var isPlain = encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);
        if (isPlain && !Charset.IsLatin1(request))
        {
            return request.BodyReader;
        }

        var body = isPlain ? request.Body : Decompress(request.Body, encoding);
        return PipeReader.Create(Charset.IsLatin1(request) ? Encoding.CreateTranscodingStream(body, Encoding.Latin1, Encoding.UTF8) : body, Decompressed);
    }

    /// <summary>Whether it is what the decompressing streams throw when the bytes are not theirs.</summary>
    public static bool IsBadlyEncoded(HttpRequest request, Exception failure) => request.Headers.ContentEncoding.Count > 0 && failure is InvalidDataException or InvalidOperationException or ZstdException or EndOfStreamException;

    /// <summary>The answer then.</summary>
    public static RestError BadlyEncoded(HttpRequest request) => RestError.Malformed($"The body is not {request.Headers.ContentEncoding}, as its Content-Encoding says.");

    public void Dispose() => ArrayPool<byte>.Shared.Return(Buffer);

    private static Stream Decompress(Stream body, string encoding) => encoding.ToUpperInvariant() switch
    {
        "GZIP" => new GZipStream(body, CompressionMode.Decompress),
        "BR" => new BrotliStream(body, CompressionMode.Decompress),
        "DEFLATE" => new ZLibStream(body, CompressionMode.Decompress),
        "ZSTD" => Zstd(body),
        _ => throw new RestException(new(415, 415, $"Content-Encoding {encoding} is not supported; gzip, br, deflate and zstd are.")),
    };

    private static DecompressionStream Zstd(Stream body)
    {
        var stream = new DecompressionStream(body);

        // 8 MiB, as RFC 8878 recommends: a frame may ask for far more memory than it has bytes.
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, 23);
        return stream;
    }

    private static async ValueTask<RequestBody> ReadToEndAsync(
        PipeReader reader, int bytesMax, InFlightBytes.Claim claim, CancellationToken cancellation)
    {
        long claimed = 0;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var refusal = read.Buffer.Length > bytesMax ? new(413, 413, $"The request body is larger than {bytesMax} bytes.")
                : claim.TryGrow(read.Buffer.Length - claimed) ? null
                : Busy;
            if (refusal is not null)
            {
                reader.AdvanceTo(read.Buffer.End); // or the server could not read what is left of the request
                throw new RestException(refusal);
            }

            if (read.IsCompleted)
            {
                var body = new RequestBody(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            claimed = read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
