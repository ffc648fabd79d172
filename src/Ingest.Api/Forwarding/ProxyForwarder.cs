using Ingest.Api.Answers;
using Ingest.Api.Routing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Ingest.Api.Forwarding;

/// <summary>Sends a request on and its answer back, both as they come, and answers itself when that fails.</summary>
internal sealed class ProxyForwarder(
    IHttpForwarder forwarder, ProxyClient proxies, ForwardTransformer transformer, ProxyOutages outages, GatewayMetrics metrics, IOptions<GatewayOptions> options)
{
    public async Task ForwardAsync(HttpContext context, ForwardTo target)
    {
        context.Features.Set(target);

        // YARP would tunnel a WebSocket; neither proxy speaks it.
        context.Features.Set<IHttpUpgradeFeature>(null);

        // What a proxy answers goes back as it is, an error without a body too.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;

        var address = proxies.AddressOf(target.Surface);
        var error = await forwarder.SendAsync(context, address, proxies.Invoker, proxies.RequestTo(target.Surface), transformer);
        if (error == ForwarderError.None)
        {
            outages.Succeeded(target.Surface, address);
            return;
        }

        await FailAsync(context, target.Surface, address, error);
    }

    private async Task FailAsync(HttpContext context, Surface surface, string address, ForwarderError error)
    {
        var exception = context.GetForwarderErrorFeature()?.Exception;
        if (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; whatever broke, broke because of it.
            return;
        }

        if (error is ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyClient && context.Response.HasStarted)
        {
            // The proxy has answered without reading the whole body, as with a 413: it is well, and the client has its answer. Whether the
            // body breaks off while it is read or while it is written is chance.
            outages.Succeeded(surface, address);
            return;
        }

        var failure = ForwardFailure.Classify(error, exception);
        if (failure.IsProxys)
        {
            metrics.Failed(surface, error);
            outages.Failed(surface, address, failure, exception);
        }
        else if (failure.Status == StatusCodes.Status413PayloadTooLarge)
        {
            metrics.Refused(surface, "body_too_large");
        }

        // Once an answer has begun, YARP has cut it off: the client sees that it is not whole.
        if (!context.Response.HasStarted)
        {
            await SurfaceError.WriteAsync(
                context, surface, failure.Status, failure.Message, failure.IsProxys ? options.Value.RetryAfterSeconds : null);
        }
    }
}
