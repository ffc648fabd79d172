using Ingest.ServiceDefaults;

namespace Analytics.Worker.Faults;

/// <summary>What work does when it fails, as services.</summary>
internal static class FaultsRegistration
{
    public static void AddFaults(this IServiceCollection services)
    {
        services.AddServiceOptions<RetryOptions>("Retry")
            .Validate(options => options.DelayMin <= options.DelayMax, "Retry:DelayMin must not be longer than Retry:DelayMax.");
        services.AddSingleton<WorkerMetrics>();
        services.AddSingleton<FaultBoard>();
        services.AddSingleton<RetryLoop>();
        services.AddHealthChecks().AddCheck<FaultBoard>("work");
    }
}
