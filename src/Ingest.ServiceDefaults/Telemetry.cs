using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ingest.ServiceDefaults;

/// <summary>OpenTelemetry: metrics for Prometheus at <c>/metrics</c>; traces and metrics to a collector when one is named.</summary>
/// <remarks>A service's meters and activity sources are named after the service or one of its parts, so a prefix finds them.</remarks>
internal static class Telemetry
{
    private const string CollectorKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddServiceTelemetry(this WebApplicationBuilder builder, string name)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name))
            .WithMetrics(metrics => metrics
                .AddMeter("Ingest.*", "Analytics.*")
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Diagnostics")
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter());

        // Recording spans that nobody takes would cost every request; trace ids go on from service to service without it.
        if (!string.IsNullOrWhiteSpace(builder.Configuration[CollectorKey]))
        {
            telemetry.WithTracing(traces => traces
                .AddSource("Ingest.*", "Analytics.*")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation());
            telemetry.UseOtlpExporter();
        }
    }
}
