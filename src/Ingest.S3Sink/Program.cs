using Ingest.ObjectStore;
using Ingest.S3Sink.Consuming;
using Ingest.S3Sink.Health;
using Ingest.S3Sink.Source;
using Ingest.S3Sink.Writing;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.S3Sink;

/// <summary>The sink: Kafka topics to objects in a bucket, each record once.</summary>
public static class Program
{
    private static readonly TimeSpan CheckMax = TimeSpan.FromSeconds(6);

    private static async Task<int> Main(string[] args)
    {
        SinkState? state = null;
        var code = await ServiceRun.RunAsync(() =>
        {
            var app = Build(args);
            state = app.Services.GetRequiredService<SinkState>();
            return app;
        });
        return code != 0 ? code : state!.ExitCode;
    }

    /// <summary>Builds the service without starting it, so that a host can run several in one process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Settings that win over environment and command line.</param>
    public static WebApplication Build(string[] args, IConfiguration? configuration = null)
    {
        var builder = ServiceHost.CreateBuilder("Ingest.S3Sink", "http://127.0.0.1:8085", args, configuration);
        var services = builder.Services;

        services.AddServiceOptions<SinkOptions>("S3Sink");
        services.AddServiceOptions<ObjectStoreOptions>("ObjectStore");
        services.AddServiceOptions<KafkaSettings>("Kafka");
        services.AddSingleton<IValidateOptions<KafkaSettings>, ConsumerValidator>();

        services.AddSingleton(provider => ObjectStores.Open(
            provider.GetRequiredService<IOptions<ObjectStoreOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<KafkaClients>();
        services.AddSingleton(provider => provider.GetRequiredService<KafkaClients>().Admin());
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SinkOptions>>().Value);
        services.AddSingleton<SinkState>().AddSingleton<SinkMetrics>().AddSingleton<Retries>();
        services.AddSingleton<ClusterIdentity>().AddSingleton<PollLoop>().AddSingleton<SinkRun>().AddHostedService<SinkService>();

        services.AddHealthChecks()
            .AddCheck<SinkCheck>("sink")
            .AddCheck<BrokerCheck>("broker", timeout: CheckMax)
            .AddCheck<StoreCheck>("store", timeout: CheckMax);

        var app = builder.Build();
        app.MapServiceDefaults();
        return app;
    }
}
