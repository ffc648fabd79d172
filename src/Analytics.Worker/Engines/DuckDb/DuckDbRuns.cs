using Analytics.Worker.Batch;
using Analytics.Worker.Faults;
using Analytics.Worker.Results;
using Analytics.Worker.Runs;
using Analytics.Worker.Tables;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>Runs inside the worker: the batch path takes in what is new, and answers the queries now.</summary>
internal sealed class DuckDbRuns(BatchTurns turns, RunMarkers markers, FaultBoard faults, WorkerStores stores, RunSignal signal) : IRunEngine
{
    /// <inheritdoc/>
    public string Name => "duckdb";

    /// <inheritdoc/>
    public bool SubmitsOnce => true;

    /// <inheritdoc/>
    public bool ReadsManifest => false;

    /// <inheritdoc/>
    public string BucketUri => stores.Objects.Uri.AbsoluteUri.TrimEnd('/');

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(RunPlan plan) => [];

    /// <inheritdoc/>
    public Task<Submission> SubmitAsync(RunPlan plan, CancellationToken cancellation)
    {
        turns.Ask(plan.RunId).ContinueWith(_ => signal.Raise(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return Task.FromResult(new Submission(new Dictionary<string, string>()));
    }

    /// <inheritdoc/>
    public async Task<RunStatus> WatchAsync(RunRecord run, CancellationToken cancellation)
    {
        // A worker that was restarted has taken over a run whose turn it knows nothing of: it gets one now.
        var turn = turns.Ask(run.Id);
        if (!turn.IsCompleted)
        {
            return faults.ReasonFor(BatchWorker.Name) is { } reason
                ? new RunStatus(RunPhase.Failed) { Reason = $"The batch path has stopped: {reason}" }
                : new RunStatus(RunPhase.Running);
        }

        if (turn.IsCompletedSuccessfully)
        {
            await markers.CreateAsync(Marker(run.Id, await turn), cancellation);
        }

        turns.Forget(run.Id);
        return new RunStatus(turn.IsCompletedSuccessfully ? RunPhase.Succeeded : RunPhase.Cancelled);
    }

    /// <inheritdoc/>
    public Task<Submission?> FindAsync(RunRecord run, CancellationToken cancellation) => Task.FromResult<Submission?>(null);

    /// <inheritdoc/>
    public Task CancelAsync(RunRecord run, CancellationToken cancellation)
    {
        turns.Withdraw(run.Id);
        return Task.CompletedTask;
    }

    private static RunMarker Marker(string run, QueryRun answers) =>
        new(run, [.. answers.Results.Select(result => new AnsweredQuery(result.Id, result.Rows.Count))], answers.Counts);
}
