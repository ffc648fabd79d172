using Analytics.Worker.Faults;
using Analytics.Worker.Rejects;
using Ingest.ServiceDefaults;

namespace Analytics.Worker.Results;

/// <summary>What both paths put out, as services.</summary>
internal static class ResultsRegistration
{
    public static void AddResults(this IServiceCollection services)
    {
        services.AddServiceOptions<RetryOptions>("Retry")
            .Validate(options => options.DelayMin <= options.DelayMax, "Retry:DelayMin must not be longer than Retry:DelayMax.");
        services.AddSingleton<WorkerMetrics>();
        services.AddSingleton<FaultBoard>();
        services.AddSingleton<RetryLoop>();
        services.AddSingleton<RejectedTables>();
        services.AddSingleton<ResultBoard>();
        services.AddSingleton<QueryRuns>();
        services.AddHealthChecks().AddCheck<FaultBoard>("work");
    }
}
