using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>A request's whole body, in a rented buffer that goes back when disposed.</summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <exception cref="KinesisException">It is larger than <paramref name="bytesMax"/>.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, int bytesMax)
    {
        if (request.ContentLength > bytesMax)
        {
            throw KinesisException.TooLarge(bytesMax);
        }

        // Refused below in the service's form; the server's own limit stands behind it.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = 2L * bytesMax;
        }

        var body = new RequestBody((int)(request.ContentLength ?? 4096));
        try
        {
            await body.FillAsync(request.BodyReader, bytesMax, request.HttpContext.RequestAborted);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async Task FillAsync(PipeReader reader, int bytesMax, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            var fits = _length + read.Buffer.Length <= bytesMax;
            if (fits)
            {
                Add(read.Buffer);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (!fits)
            {
                throw KinesisException.TooLarge(bytesMax);
            }

            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private void Add(ReadOnlySequence<byte> bytes)
    {
        var needed = _length + (int)bytes.Length;
        if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _buffer.Length));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
    }
}
