using Analytics.Worker.Engines.Databricks.JobsApi;
using Analytics.Worker.Runs;

namespace Analytics.Worker.Engines.Databricks;

/// <summary>What Databricks tells of a run, read. Pure.</summary>
internal static class Looking
{
    /// <summary>The status that <paramref name="run"/> shows, without log.</summary>
    public static RunStatus Status(JobRun run)
    {
        var (phase, reason) = run.Status is { State: { } state } status ? Read(state, status) : Read(run.State);
        return new RunStatus(phase) { ExternalIds = Ids(run), Url = run.RunPageUrl, Reason = reason };
    }

    /// <summary>A state that is not known here is not an end: ends are <c>TERMINATED</c> alone.</summary>
    private static (RunPhase Phase, string? Reason) Read(string state, JobRunStatus status) => (state, status.TerminationDetails) switch
    {
        ("TERMINATED", { Code: "SUCCESS" }) => (RunPhase.Succeeded, null),
        ("TERMINATED", { Code: "USER_CANCELED" } end) => (RunPhase.Cancelled, Joined(end.Code, end.Message)),
        ("TERMINATED", { Code: { } code } end) => (RunPhase.Failed, Joined(code, end.Message)),
        ("TERMINATED", _) => (RunPhase.Failed, "Databricks says that it has ended, but not how."),
        ("QUEUED", _) => (RunPhase.Running, Joined("QUEUED", status.QueueDetails?.Message)),
        _ => (RunPhase.Running, null),
    };

    private static (RunPhase Phase, string? Reason) Read(JobRunState? state) => state switch
    {
        { LifeCycleState: "TERMINATED", ResultState: "SUCCESS" } => (RunPhase.Succeeded, null),
        { LifeCycleState: "TERMINATED", ResultState: "CANCELED" } => (RunPhase.Cancelled, Joined("CANCELED", state.StateMessage)),
        { LifeCycleState: "TERMINATED" } => (RunPhase.Failed, Joined(state.ResultState ?? "TERMINATED", state.StateMessage)),
        { LifeCycleState: "SKIPPED" or "INTERNAL_ERROR" } => (RunPhase.Failed, Joined(state.LifeCycleState, state.StateMessage)),
        _ => (RunPhase.Running, null),
    };

    private static string Joined(string code, string? message) => string.IsNullOrWhiteSpace(message) ? code : $"{code}: {message.Trim()}";

    private static Dictionary<string, string> Ids(JobRun run)
    {
        var ids = new Dictionary<string, string> { [DatabricksRuns.RunIdKey] = Text(run.RunId) };
        if (run.Tasks is [var task, ..])
        {
            ids["taskRunId"] = Text(task.RunId);
            if (task.ClusterInstance?.ClusterId is { Length: > 0 } cluster)
            {
                ids["clusterId"] = cluster;
            }
        }

        return ids;
    }

    private static string Text(long id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
