using Analytics.Worker.Runs;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Engines.Spark;

/// <summary>Spark as a service.</summary>
internal static class SparkRegistration
{
    public static void AddSparkEngine(this IServiceCollection services)
    {
        services.AddServiceOptions<SparkOptions>("Spark");
        services.AddSingleton<IValidateOptions<SparkOptions>, SparkValidator>();
        services.AddSingleton<SparkCluster>();
        services.AddSingleton<IRunEngine, SparkSubmitRuns>();
    }
}
