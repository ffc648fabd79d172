using System.Globalization;
using Analytics.Worker.Engines.Databricks.JobsApi;
using Analytics.Worker.Runs;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Engines.Databricks;

/// <summary>Runs <c>pipeline.py</c> in a Databricks workspace, a one-time run of the Jobs API for each run.</summary>
/// <remarks>The run's id is the submission's token, so to submit again is to get the run that is there.</remarks>
internal sealed class DatabricksRuns(JobsClient jobs, IOptions<DatabricksOptions> options, IOptions<RunsOptions> runs) : IRunEngine
{
    /// <summary>The kind of the id by which Databricks knows a run.</summary>
    public const string RunIdKey = "runId";

    /// <summary>Pages of 25 runs that are looked through for one, at most.</summary>
    private const int PagesMax = 40;

    /// <summary>How far the workspace's clock may be behind ours.</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public string Name => "databricks";

    /// <inheritdoc/>
    public bool SubmitsOnce => true;

    /// <inheritdoc/>
    public bool ReadsManifest => true;

    /// <inheritdoc/>
    public string BucketUri => options.Value.BucketUri!.TrimEnd('/');

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(RunPlan plan) => Submitting.Describe(Request(plan), options.Value);

    /// <inheritdoc/>
    public async Task<Submission> SubmitAsync(RunPlan plan, CancellationToken cancellation)
    {
        try
        {
            return Known(await jobs.SubmitAsync(Request(plan), cancellation), null);
        }
        catch (JobsRefusedException refused)
        {
            throw new RunRefusedException(refused.Message, refused);
        }
    }

    /// <inheritdoc/>
    public async Task<RunStatus> WatchAsync(RunRecord run, CancellationToken cancellation)
    {
        if (IdOf(run) is not { } id)
        {
            return new RunStatus(RunPhase.Lost) { Reason = "Its record holds no run number of Databricks." };
        }

        try
        {
            var seen = await jobs.GetAsync(id, cancellation);
            var status = Looking.Status(seen);
            return status.Phase is RunPhase.Failed ? await WithOutputAsync(status, seen, cancellation) : status;
        }
        catch (JobsRefusedException refused) when (refused.IsAboutMissingRun)
        {
            return new RunStatus(RunPhase.Lost) { Reason = refused.Message };
        }
        catch (JobsRefusedException refused)
        {
            throw NotAnswered(refused);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Asks for nothing new: it looks through the list of runs for the run's name.</remarks>
    public async Task<Submission?> FindAsync(RunRecord run, CancellationToken cancellation)
    {
        if (IdOf(run) is { } id)
        {
            return Known(id, run.Url);
        }

        if (run.Attempt == 0)
        {
            return null; // it was never asked for
        }

        try
        {
            return await FindByNameAsync(RunPlan.NameOf(run.Pipeline, run.Id), run.CreatedAt - ClockSkewMax, cancellation);
        }
        catch (JobsRefusedException refused)
        {
            throw NotAnswered(refused);
        }
    }

    /// <inheritdoc/>
    public async Task CancelAsync(RunRecord run, CancellationToken cancellation)
    {
        if (IdOf(run) is not { } id)
        {
            return; // nothing is there that could be ended
        }

        try
        {
            await jobs.CancelAsync(id, cancellation);
        }
        catch (JobsRefusedException refused) when (refused.IsAboutMissingRun)
        {
            // It is gone, which WatchAsync tells.
        }
        catch (JobsRefusedException refused)
        {
            throw NotAnswered(refused);
        }
    }

    private SubmitRun Request(RunPlan plan) => Submitting.Request(plan, options.Value, runs.Value.DurationMax);

    private async Task<Submission?> FindByNameAsync(string name, DateTimeOffset from, CancellationToken cancellation)
    {
        string? page = null;
        for (var pages = 0; pages < PagesMax; pages++)
        {
            var list = await jobs.ListSubmittedAsync(from, page, cancellation);
            if (list.Runs?.FirstOrDefault(run => run.RunName == name) is { } found)
            {
                return Known(found.RunId, found.RunPageUrl);
            }

            page = list.NextPageToken;
            if (string.IsNullOrEmpty(page))
            {
                break;
            }
        }

        return null;
    }

    private async Task<RunStatus> WithOutputAsync(RunStatus status, JobRun run, CancellationToken cancellation)
    {
        if (run.Tasks is not [var task, ..])
        {
            return status;
        }

        try
        {
            return LogTail.Add(status, await jobs.GetOutputAsync(task.RunId, cancellation), options.Value);
        }
        catch (Exception failure) when (failure is JobsRefusedException or JobsUnavailableException)
        {
            // It was tried again below this; that the run has ended is known, and must not wait for its log.
            return status with { LogTail = $"(the output could not be read: {failure.Message})" };
        }
    }

    /// <summary>A question that is refused, be it for a token that has run out, says nothing about the run.</summary>
    private static JobsUnavailableException NotAnswered(JobsRefusedException refused) => new(refused.Message, refused);

    private static Submission Known(long run, string? url) =>
        new(new Dictionary<string, string> { [RunIdKey] = run.ToString(CultureInfo.InvariantCulture) }, url);

    private static long? IdOf(RunRecord run) =>
        run.ExternalIds.TryGetValue(RunIdKey, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
