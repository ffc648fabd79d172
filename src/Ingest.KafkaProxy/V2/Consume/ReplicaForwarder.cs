using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Sends a request for a consumer instance to the replica that it lives in: one hop at most, to configured addresses only.</summary>
internal sealed class ReplicaForwarder(IHttpForwarder forwarder, Replicas replicas, IOptions<KafkaRestOptions> options) : IDisposable
{
    /// <summary>Says that a request has been sent on already. Whoever sends it himself is answered by the replica that he reached.</summary>
    private const string Forwarded = "X-Ingest-Replica";

    private readonly ForwarderRequestConfig _config = new() { ActivityTimeout = options.Value.ConsumerRequestTimeoutMax + TimeSpan.FromSeconds(30) };
    private readonly Transformer _transformer = new(options.Value.Replica ?? "");

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    });

    /// <summary>Whether the request was for another replica, and has its answer.</summary>
    public async Task<bool> TryForwardAsync(HttpContext context, string group, string name)
    {
        if (replicas.PeerOf(group, name) is not { } peer || context.Request.Headers.ContainsKey(Forwarded))
        {
            return false;
        }

        var error = await forwarder.SendAsync(context, peer.AbsoluteUri, _invoker, _config, _transformer);
        if (error != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            await new RestError(503, 50302, "The replica that the consumer instance lives in does not answer.", RetryAfterSeconds: 1).WriteAsync(context.Response);
        }

        return true;
    }

    public void Dispose() => _invoker.Dispose();

    /// <summary>Keeps the host that the client asked for, which <c>base_uri</c> is built from.</summary>
    private sealed class Transformer(string replica) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.Headers.Host = httpContext.Request.Host.Value;
            proxyRequest.Headers.TryAddWithoutValidation(Forwarded, replica);
        }
    }
}
