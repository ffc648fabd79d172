using System.Text.Json;

namespace Analytics.Worker.Runs;

/// <summary>The newest runs.</summary>
/// <param name="Runs">The newest first.</param>
internal sealed record RunList(IReadOnlyList<RunSummary> Runs);

/// <summary>A run in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">planned, submitting, running, succeeded, failed or cancelled.</param>
/// <param name="Engine">duckdb, spark-submit or databricks.</param>
/// <param name="Trigger">What asked for it: api or schedule.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="EndedAt">When it ended; null while it has not.</param>
/// <param name="Reason">Why it failed or was cancelled.</param>
internal sealed record RunSummary(
    string Id, string State, string Engine, string Trigger, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, string? Reason)
{
    public static RunSummary Of(RunRecord run) =>
        new(run.Id, RunView.Name(run.State), run.Engine, run.Trigger, run.CreatedAt, run.EndedAt, run.Reason);
}

/// <summary>A run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Engine">duckdb, spark-submit or databricks.</param>
/// <param name="State">planned, submitting, running, succeeded, failed or cancelled.</param>
/// <param name="Trigger">What asked for it: api or schedule.</param>
/// <param name="Occurrence">The occurrence of the schedule that it is for.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="SubmittedAt">When it was last handed to the engine.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Attempt">How often it has been tried to submit it.</param>
/// <param name="CancelRequested">Whether its end has been asked for.</param>
/// <param name="Arguments">What was submitted, secrets redacted.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Output">The folder of its output, as the engine sees it.</param>
/// <param name="SqlHash">SHA-256 of the pipeline's files as they were submitted.</param>
/// <param name="ExternalIds">What the engine calls it, by kind.</param>
/// <param name="Url">Where the engine shows it.</param>
/// <param name="Reason">Why it failed or was cancelled.</param>
/// <param name="ExitCode">The exit code of the program that ran it.</param>
/// <param name="LogTail">The end of what it logged, secrets redacted.</param>
internal sealed record RunView(
    string Id, string Pipeline, string Engine, string State, string Trigger, DateTimeOffset? Occurrence,
    DateTimeOffset CreatedAt, DateTimeOffset? SubmittedAt, DateTimeOffset? EndedAt, int Attempt, bool CancelRequested,
    IReadOnlyList<string> Arguments, RunInputsSummary? Inputs, string? Output, string? SqlHash,
    IReadOnlyDictionary<string, string> ExternalIds, string? Url, string? Reason, int? ExitCode, string? LogTail)
{
    public static RunView Of(RunRecord run) => new(
        run.Id, run.Pipeline, run.Engine, Name(run.State), run.Trigger, run.Occurrence, run.CreatedAt, run.SubmittedAt, run.EndedAt,
        run.Attempt, run.CancelRequested, run.Arguments, run.Inputs, run.OutputUri, run.SqlHash, run.ExternalIds, run.Url, run.Reason,
        run.ExitCode, run.LogTail);

    /// <summary>A state as it is written outside.</summary>
    public static string Name(RunState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
