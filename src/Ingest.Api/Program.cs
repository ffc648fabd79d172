using Ingest.Api.Describing;
using Ingest.Api.Forwarding;
using Ingest.Api.Health;
using Ingest.Api.Records;
using Ingest.Api.Routing;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingest.Api;

/// <summary>The gateway: one address in front of both proxies.</summary>
public static class Program
{
    private static Task<int> Main(string[] args) => ServiceRun.RunAsync(() => Build(args));

    /// <summary>Builds the service without starting it, so that a host can run several in one process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Settings that win over environment and command line.</param>
    public static WebApplication Build(string[] args, IConfiguration? configuration = null) => Build(args, configuration, TimeProvider.System);

    internal static WebApplication Build(string[] args, IConfiguration? configuration, TimeProvider time)
    {
        var builder = ServiceHost.CreateBuilder("Ingest.Api", "http://127.0.0.1:8080", args, configuration);
        var services = builder.Services;
        services.AddSingleton(time);

        services.AddServiceOptions<GatewayOptions>("Gateway")
            .Validate(options => options.UrlsHold, "Gateway:KafkaProxyUrl, KinesisProxyUrl and WorkerUrl must be absolute http or https addresses without query.")
            .Validate(options => options.StagesHold, "Gateway:Stages must be single path segments that are no route's first segment.");

        services.AddRecords();

        services.AddHttpForwarder();
        services.AddSingleton<ProxyClient>();
        services.AddSingleton<ForwardTransformer>();
        services.AddSingleton<ProxyOutages>();
        services.AddSingleton<ProxyForwarder>();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<Gateway>();
        services.AddHealthChecks()
            .Add(Readiness("kafka-proxy", Surface.Kafka))
            .Add(Readiness("kinesis-proxy", Surface.Kinesis));
        services.ConfigureSwaggerGen(swagger =>
        {
            swagger.OperationFilter<ForwardedOperationFilter>();
            swagger.OperationFilter<RecordsOperationFilter>();
        });

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapGateway();
        return app;
    }

    private static HealthCheckRegistration Readiness(string name, Surface surface) =>
        new(name, services => ActivatorUtilities.CreateInstance<ProxyReadiness>(services, surface), failureStatus: null, tags: null);
}
