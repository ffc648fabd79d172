using Analytics.Worker.Batch;
using Analytics.Worker.Engines.Databricks;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Engines.Spark;
using Analytics.Worker.Runs;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Engines;

/// <summary>The engine that was chosen, as services: it alone has options to be checked, and work to do.</summary>
internal static class EnginesRegistration
{
    public static void AddEngines(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddServiceOptions<AnalyticsOptions>("Analytics");
        services.AddDuckDbEngine(); // cleans the stream, and reads what other engines have answered

        // What is no engine is told when the options are checked, and nothing begins.
        Enum.TryParse(configuration["Analytics:Engine"], ignoreCase: true, out AnalyticsEngine engine);
        switch (engine)
        {
            case AnalyticsEngine.SparkSubmit:
                services.AddSparkEngine();
                services.AddSingleton<IValidateOptions<RunsOptions>, ProgramValidator>();
                break;
            case AnalyticsEngine.Databricks:
                services.AddDatabricksEngine();
                services.AddSingleton<IValidateOptions<RunsOptions>, ProgramValidator>();
                break;
            default:
                services.AddSingleton<IRunEngine, DuckDbRuns>();
                services.AddHostedService<BatchWorker>();
                break;
        }
    }
}
