using System.Net;
using System.Net.Http.Headers;

namespace Ingest.Api.Records.Sending;

/// <summary>The body of a call, which knows whether any of it may have been sent.</summary>
/// <remarks>Only while it has not is a failed try safe to repeat: no proxy does anything before it has a body.</remarks>
internal sealed class CallContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private volatile bool _mayBeSent;

    public CallContent(ReadOnlyMemory<byte> body, string contentType)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue(contentType);
    }

    public bool MayBeSent => _mayBeSent;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _mayBeSent = true;
        return stream.WriteAsync(_body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
