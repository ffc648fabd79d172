using Ingest.DurableLog;
using Ingest.EmbeddedKinesis.Api;
using Ingest.EmbeddedKinesis.Streams;
using Ingest.ServiceDefaults;

namespace Ingest.EmbeddedKinesis;

/// <summary>
/// The native Kinesis Data Streams API over durable logs on local disk, for one machine. Requests are not authenticated:
/// any signature is taken, so it listens on loopback unless told otherwise.
/// </summary>
public static class EmbeddedKinesisServer
{
    /// <summary>Where it listens by default.</summary>
    public const string DefaultUrl = "http://127.0.0.1:4567";

    /// <summary>Builds the endpoint. The data directory is opened when it starts and closed when it stops.</summary>
    /// <param name="args">The command line; <c>--EmbeddedKinesis:DataDirectory=…</c> is required there or in the configuration.</param>
    /// <param name="configuration">Settings that win over environment and command line.</param>
    public static WebApplication Build(string[] args, IConfiguration? configuration = null) =>
        Build(args, configuration, TimeProvider.System);

    internal static WebApplication Build(string[] args, IConfiguration? configuration, TimeProvider time)
    {
        var builder = ServiceHost.CreateBuilder("Ingest.EmbeddedKinesis", DefaultUrl, args, configuration);
        builder.Services.AddSingleton(time);

        builder.Services.AddServiceOptions<EmbeddedKinesisOptions>("EmbeddedKinesis");

        builder.Services.AddSingleton<DurableLogMetrics>();
        builder.Services.AddSingleton<KinesisMetrics>();
        builder.Services.AddSingleton<StreamCatalog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StreamCatalog>());
        builder.Services.AddSingleton<StreamLookup>();
        builder.Services.AddSingleton<StreamActions>();
        builder.Services.AddSingleton<ListActions>();
        builder.Services.AddSingleton<PutActions>();
        builder.Services.AddSingleton<ReadActions>();
        builder.Services.AddSingleton<KinesisEndpoint>();
        builder.Services.AddHealthChecks().AddCheck<StorageHealth>("storage");

        var app = builder.Build();
        app.MapServiceDefaults();
        app.MapPost("/", (HttpContext context, KinesisEndpoint kinesis) => kinesis.HandleAsync(context)).ExcludeFromDescription();
        return app;
    }
}
