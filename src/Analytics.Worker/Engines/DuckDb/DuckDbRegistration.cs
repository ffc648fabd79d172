using Ingest.ServiceDefaults;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>The embedded engine as a service.</summary>
internal static class DuckDbRegistration
{
    /// <summary>Adds <see cref="DuckDbEngine"/> with its options; it needs a <see cref="Pipelines.Pipeline"/>.</summary>
    public static void AddDuckDbEngine(this IServiceCollection services)
    {
        services.AddServiceOptions<DuckDbOptions>("DuckDb");
        services.AddSingleton<DuckDbEngine>();
    }
}
