using System.Diagnostics;
using System.Net;
using System.Text;
using Ingest.Api.Routing;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Ingest.Api.Forwarding;

/// <summary>The connections to the services behind the gateway, and how to speak to each.</summary>
internal sealed class ProxyClient(IOptions<GatewayOptions> options) : IDisposable
{
    private readonly Version _version = Version.Parse(options.Value.ProxyHttpVersion);

    public HttpMessageInvoker Invoker { get; } = new(new FlushingHandler(NewForwardingHandler(options.Value)));

    /// <summary>Connections of their own, set up as every connection to the services is.</summary>
    public static SocketsHttpHandler NewHandler(GatewayOptions options) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = options.ConnectTimeout,

        // As Kestrel reads them; else a letter beyond ASCII would look like a service that cannot be reached.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,

        // A service behind a name moves; connections are renewed so that the name is asked again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    /// <summary>The surface's address, without a slash at its end.</summary>
    public string AddressOf(Surface surface) => UrlOf(surface).AbsoluteUri.TrimEnd('/');

    public ForwarderRequestConfig RequestTo(Surface surface) => new()
    {
        ActivityTimeout = options.Value.ActivityTimeout,
        Version = _version,
        VersionPolicy = PolicyFor(surface),
    };

    /// <summary>A request outside forwarding, such as a health check.</summary>
    public HttpRequestMessage Request(HttpMethod method, Surface surface, string path) => new(method, AddressOf(surface) + path)
    {
        Version = _version,
        VersionPolicy = PolicyFor(surface),
    };

    public void Dispose() => Invoker.Dispose();

    private static SocketsHttpHandler NewForwardingHandler(GatewayOptions options)
    {
        var handler = NewHandler(options);
        handler.ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current);
        return handler;
    }

    /// <summary>Only TLS lets both sides agree on a version; plain HTTP/2 is spoken without asking.</summary>
    private HttpVersionPolicy PolicyFor(Surface surface) =>
        UrlOf(surface).Scheme == Uri.UriSchemeHttps ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact;

    private Uri UrlOf(Surface surface) => surface switch
    {
        Surface.Kafka => options.Value.KafkaProxyUrl,
        Surface.Kinesis => options.Value.KinesisProxyUrl,
        Surface.Worker => options.Value.WorkerUrl ?? throw new InvalidOperationException("Gateway:WorkerUrl is not set."),
        _ => throw new ArgumentOutOfRangeException(nameof(surface), surface, "no such surface"),
    };
}
