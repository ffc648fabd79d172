using Analytics.Worker.Batch;
using Analytics.Worker.Engines;
using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Rejects;
using Analytics.Worker.Results;
using Analytics.Worker.Runs;
using Analytics.Worker.Stream;
using Analytics.Worker.Tables;
using Ingest.ServiceDefaults;

namespace Analytics.Worker;

/// <summary>The worker: analyses the batch objects, and takes the streams into Delta tables.</summary>
public static class Program
{
    private static Task<int> Main(string[] args) => ServiceRun.RunAsync(() => Build(args));

    /// <summary>Builds the service without starting it, so that a host can run several in one process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Settings that win over environment and command line.</param>
    public static WebApplication Build(string[] args, IConfiguration? configuration = null)
    {
        var builder = ServiceHost.CreateBuilder("Analytics.Worker", "http://127.0.0.1:8084", args, configuration);
        builder.Services.AddPipeline();
        builder.Services.AddEngines(builder.Configuration);
        builder.Services.AddFaults();
        builder.Services.AddStores();
        builder.Services.AddResults();
        builder.Services.AddBatch();
        builder.Services.AddRuns();
        builder.Services.AddStream();

        var app = builder.Build();
        app.MapServiceDefaults();
        var pipeline = app.MapPipeline();
        pipeline.MapRuns();
        pipeline.MapQueries();
        pipeline.MapRejected();
        pipeline.MapProgress();
        return app;
    }
}
