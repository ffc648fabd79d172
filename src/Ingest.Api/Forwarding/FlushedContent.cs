using System.Net;

namespace Ingest.Api.Forwarding;

/// <summary>A body of unknown length, each piece of which goes out when it comes.</summary>
/// <remarks>
/// HttpClient keeps small pieces until more follow, and YARP flushes for gRPC only. A client that waits for the report on one record
/// before it sends the next, on the open request of a streamed produce, would wait for ever.
/// </remarks>
internal sealed class FlushedContent : HttpContent
{
    private readonly HttpContent _body;

    public FlushedContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(new FlushedStream(stream), context, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }
}
