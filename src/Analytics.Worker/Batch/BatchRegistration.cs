using Ingest.ServiceDefaults;

namespace Analytics.Worker.Batch;

/// <summary>The batch path as services; that it is worked off here is said where DuckDB is chosen.</summary>
internal static class BatchRegistration
{
    public static void AddBatch(this IServiceCollection services)
    {
        services.AddServiceOptions<BatchOptions>("Batch");
        services.AddSingleton<BatchTables>();
        services.AddSingleton<BatchTurns>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TopicListing>(provider, provider.GetRequiredService<Tables.WorkerStores>().Objects));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ObjectReader>(provider, provider.GetRequiredService<Tables.WorkerStores>().Objects));
        services.AddSingleton<ManifestProcessor>();
    }
}
