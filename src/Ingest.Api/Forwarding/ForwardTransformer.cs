using Ingest.Api.Routing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace Ingest.Api.Forwarding;

/// <summary>
/// Makes the forwarded request: the path that was judged, the client's headers but those of one connection (YARP drops them), and
/// forwarding headers that say what this gateway saw.
/// </summary>
/// <remarks>
/// What a client says in such headers is dropped, not passed on: nothing here knows whether it may be believed. The Host is the proxy's
/// own, as certificates and ingresses need it; the client's is in X-Forwarded-Host.
/// </remarks>
internal sealed class ForwardTransformer : HttpTransformer
{
    private static readonly string[] NotFromClients =
    [
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Forwarded-Server",
        "X-Original-URL", "X-Original-Host", "X-Real-IP", "X-Rewrite-URL",

        // A GET must not become a DELETE behind the check.
        "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override",
    ];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        var target = httpContext.Features.GetRequiredFeature<ForwardTo>();
        proxyRequest.RequestUri = new Uri(destinationPrefix + target.EncodedPath + httpContext.Request.QueryString.ToUriComponent());
        proxyRequest.Headers.Host = null;

        DropFromClient(httpContext.Request.Headers.Connection, proxyRequest);
        var request = httpContext.Request;
        Add(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        Add(proxyRequest, "X-Forwarded-Host", request.Host.ToUriComponent());
        Add(proxyRequest, "X-Forwarded-Proto", request.Scheme);
        Add(proxyRequest, "X-Forwarded-Prefix", target.Prefix);
    }

    private static void DropFromClient(StringValues connection, HttpRequestMessage proxyRequest)
    {
        // RFC 9110, section 7.6.1: what Connection names is for this connection only. YARP drops the well-known ones.
        var dropped = connection
            .SelectMany(value => value?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            .Concat(NotFromClients)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        // By the names that are there: a client may name anything, also what is no header name.
        foreach (var name in proxyRequest.Headers.NonValidated.Select(header => header.Key).Where(dropped.Contains).ToArray())
        {
            proxyRequest.Headers.Remove(name);
        }
    }

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
