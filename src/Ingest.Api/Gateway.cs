using System.Globalization;
using Ingest.Api.Answers;
using Ingest.Api.Forwarding;
using Ingest.Api.Records;
using Ingest.Api.Routing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace Ingest.Api;

/// <summary>What happens to every request: decide, limit, forward or, records, route.</summary>
internal sealed class Gateway(ProxyForwarder forwarder, RecordsEndpoint records, GatewayMetrics metrics, IOptions<GatewayOptions> options) : IDisposable
{
    private readonly RoutingRules _rules = RoutingRules.From(options.Value);
    private readonly SemaphoreSlim _inFlight = new(options.Value.RequestsInFlightMax);

    public Task HandleAsync(HttpContext context)
    {
        switch (RoutingPolicy.Decide(context.Request.Method, context.Request.Path.Value ?? "", _rules))
        {
            case ForwardTo target:
                return ForwardAsync(context, target);

            case TakeRecords(var source):
                return WithinLimitAsync(context, Surface.Records, () => records.HandleAsync(context, source));

            case Closed(var surface):
                metrics.Refused(surface, "administrative");
                return SurfaceError.WriteAsync(
                    context, surface, StatusCodes.Status403Forbidden, "This route is administrative and closed. Gateway:AdminRoutes=true opens such routes.");

            case AmbiguousPath(var surface, var reason):
                metrics.Refused(surface, "ambiguous_path");
                return SurfaceError.WriteAsync(context, surface, StatusCodes.Status400BadRequest, reason);

            default:
                return NotThereAnswer.WriteAsync(context, _rules);
        }
    }

    public void Dispose() => _inFlight.Dispose();

    private async Task ForwardAsync(HttpContext context, ForwardTo target)
    {
        var limit = options.Value.RequestBytesMax;
        if (context.Request.ContentLength > limit && !target.IsStreamedProduce)
        {
            metrics.Refused(target.Surface, "body_too_large");
            await SurfaceError.WriteAsync(
                context, target.Surface, StatusCodes.Status413PayloadTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The body has {context.Request.ContentLength} bytes; Gateway:RequestBytesMax is {limit}."));
            return;
        }

        await WithinLimitAsync(context, target.Surface, () =>
        {
            LimitBody(context, target, limit);
            return forwarder.ForwardAsync(context, target);
        });
    }

    private async Task WithinLimitAsync(HttpContext context, Surface surface, Func<Task> serve)
    {
        if (!_inFlight.Wait(0, CancellationToken.None))
        {
            metrics.Refused(surface, "too_many_in_flight");
            await SurfaceError.WriteAsync(
                context, surface, StatusCodes.Status503ServiceUnavailable, "The gateway forwards as many requests as it may.", options.Value.RetryAfterSeconds);
            return;
        }

        try
        {
            await serve();
        }
        finally
        {
            _inFlight.Release();
        }
    }

    /// <summary>For a body without a Content-Length the server counts, and fails the read that goes over.</summary>
    private static void LimitBody(HttpContext context, ForwardTo target, long limit)
    {
        var streamed = target.IsStreamedProduce;
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = streamed ? null : limit;
        if (streamed && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            // A client may wait between records. Gateway:ActivityTimeout still ends a silent request.
            rate.MinDataRate = null;
        }
    }
}
