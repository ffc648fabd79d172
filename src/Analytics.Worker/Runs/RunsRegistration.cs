using Ingest.ServiceDefaults;

namespace Analytics.Worker.Runs;

/// <summary>Runs as services; an <see cref="IRunEngine"/> is registered with the engines.</summary>
internal static class RunsRegistration
{
    public static void AddRuns(this IServiceCollection services)
    {
        services.AddServiceOptions<RunsOptions>("Runs");
        services.AddSingleton<RunRecords>();
        services.AddSingleton<RunMarkers>();
        services.AddSingleton<RunInputs>();
        services.AddSingleton<PipelineCode>();
        services.AddSingleton<RunSignal>();
        services.AddSingleton<OpenRuns>();
        services.AddSingleton<RunRequests>();
        services.AddSingleton<RunCarrier>();
        services.AddSingleton<RunResults>();
        services.AddHostedService<RunSupervisor>();
        services.AddHostedService<RunScheduler>();
    }
}
