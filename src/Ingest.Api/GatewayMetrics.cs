using System.Diagnostics.Metrics;
using Ingest.Api.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace Ingest.Api;

/// <summary>The meter <c>Ingest.Api</c>. How long requests take is in ASP.NET Core's and HttpClient's own metrics.</summary>
internal sealed class GatewayMetrics
{
    private readonly Counter<long> _failures;
    private readonly Counter<long> _refused;

    public GatewayMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Ingest.Api");
        _failures = meter.CreateCounter<long>("ingest.api.forward.failures", "{request}", "Requests that a service behind the gateway did not answer.");
        _refused = meter.CreateCounter<long>("ingest.api.refused", "{request}", "Requests that the gateway did not forward.");
    }

    public void Failed(Surface surface, ForwarderError error) =>
        _failures.Add(1, new("surface", surface.ToString()), new("error.type", error.ToString()));

    /// <param name="surface">The surface that was called.</param>
    /// <param name="reason">
    /// administrative, ambiguous_path, body_too_large, too_many_in_flight; of records also bad_records, media_type, method,
    /// too_many_bytes_in_flight, unknown_source.</param>
    public void Refused(Surface surface, string reason) => _refused.Add(1, new("surface", surface.ToString()), new("reason", reason));
}
