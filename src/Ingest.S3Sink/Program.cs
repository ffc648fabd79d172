using Ingest.ServiceDefaults;

namespace Ingest.S3Sink;

/// <summary>The sink: Kafka topics to objects in a bucket.</summary>
public static class Program
{
    private static Task<int> Main(string[] args) => Build(args).RunServiceAsync();

    /// <summary>Builds the service without starting it, so that a host can run several in one process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Settings that win over environment and command line.</param>
    public static WebApplication Build(string[] args, IConfiguration? configuration = null)
    {
        var builder = ServiceHost.CreateBuilder("Ingest.S3Sink", "http://127.0.0.1:8085", args, configuration);

        var app = builder.Build();
        app.MapServiceDefaults();
        return app;
    }
}
