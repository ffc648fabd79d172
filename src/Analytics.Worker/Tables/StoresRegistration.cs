using Ingest.ObjectStore;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Tables;

/// <summary>The stores and the local disk as services.</summary>
internal static class StoresRegistration
{
    /// <summary>Shorter than a store's own: whoever asks whether we are ready waits for the answer.</summary>
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    public static void AddStores(this IServiceCollection services)
    {
        services.AddServiceOptions<ObjectStoreOptions>("ObjectStore");
        services.AddServiceOptions<TablesOptions>("Tables");
        services.AddServiceOptions<WorkOptions>("Work");
        services.AddSingleton(Open);
        services.AddSingleton<WorkFolder>();
        services.AddSingleton<LocalFiles>();
        services.AddHealthChecks().AddCheck<StoresHealthCheck>("object store", timeout: HealthTimeout);
    }

    private static WorkerStores Open(IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var options = provider.GetRequiredService<IOptions<ObjectStoreOptions>>().Value;
        var objects = ObjectStores.Open(options, time);
        if (provider.GetRequiredService<IOptions<TablesOptions>>().Value.Uri is not { } uri || uri == options.Uri)
        {
            return new WorkerStores(objects, objects);
        }

        var tables = new ObjectStoreOptions { Uri = uri, RequestTimeout = options.RequestTimeout };
        if (!uri.IsFile)
        {
            (tables.ServiceUrl, tables.Region) = (options.ServiceUrl, options.Region);
        }

        return new WorkerStores(objects, ObjectStores.Open(tables, time));
    }
}
