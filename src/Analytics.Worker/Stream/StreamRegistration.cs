using Ingest.ServiceDefaults;

namespace Analytics.Worker.Stream;

/// <summary>The stream path as services.</summary>
internal static class StreamRegistration
{
    public static void AddStream(this IServiceCollection services)
    {
        services.AddServiceOptions<StreamOptions>("Stream");
        services.AddKinesis();
        services.AddSingleton<StreamTables>();
        services.AddSingleton<ShardProgress>();
        services.AddSingleton<StreamSupervisor>();
        services.AddHostedService<StreamWorker>();
    }
}
