using Analytics.Worker.Engines.Databricks.JobsApi;
using Analytics.Worker.Runs;
using Ingest.ServiceDefaults;

namespace Analytics.Worker.Engines.Databricks;

/// <summary>Databricks as a service.</summary>
internal static class DatabricksRegistration
{
    public static void AddDatabricksEngine(this IServiceCollection services)
    {
        services.AddServiceOptions<DatabricksOptions>("Databricks").PostConfigure<IConfiguration>(TakeFromEnvironment);
        services.AddJobsClient();
        services.AddSingleton<IRunEngine, DatabricksRuns>();
    }

    /// <summary>The variables that Databricks' own tools read, where the section says nothing; a host may stand without its scheme.</summary>
    private static void TakeFromEnvironment(DatabricksOptions options, IConfiguration configuration)
    {
        options.Token ??= configuration["DATABRICKS_TOKEN"];
        if (options.Host is null && configuration["DATABRICKS_HOST"] is { Length: > 0 } host)
        {
            var address = host.Contains("://", StringComparison.Ordinal) ? host : $"https://{host}";
            options.Host = Uri.TryCreate(address.TrimEnd('/'), UriKind.RelativeOrAbsolute, out var uri) ? uri : null;
        }
    }
}
