using Analytics.Worker.Rejects;

namespace Analytics.Worker.Results;

/// <summary>What the worker puts out, as services.</summary>
internal static class ResultsRegistration
{
    public static void AddResults(this IServiceCollection services)
    {
        services.AddSingleton<RejectedTables>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SinkRejected>(provider, provider.GetRequiredService<Tables.WorkerStores>().Objects));
        services.AddSingleton<ResultBoard>();
        services.AddSingleton<QueryRuns>();
    }
}
