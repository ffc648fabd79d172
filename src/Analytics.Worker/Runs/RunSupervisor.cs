using Analytics.Worker.Faults;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Runs;

/// <summary>Looks after every open run of the pipeline for as long as the service runs; several workers may, over one bucket.</summary>
internal sealed partial class RunSupervisor(
    WorkerStores stores, OpenRuns open, RunCarrier carrier, RunResults results, IRunEngine engine, RunSignal signal, RetryLoop retries,
    IOptions<RunsOptions> options, WorkerMetrics metrics, ILogger<RunSupervisor> log) : BackgroundService
{
    private IReadOnlyList<RunRecord> _active = [];

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var run in _active)
        {
            // What runs elsewhere goes on; whoever starts next need not wait until the lease is over.
            await GuardAsync(run, () => carrier.LeaveAsync(run, cancellationToken), cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => retries.RunAsync("runs", RunAsync, stoppingToken);

    private async Task RunAsync(CancellationToken stopping)
    {
        await ProveCreateOnlyAsync(stopping);
        while (true)
        {
            await LookAsync(stopping);
            await signal.WaitAsync(options.Value.PollInterval, stopping);
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        var runs = await open.FindAsync(stopping);
        var active = await Task.WhenAll(runs.Where(run => run.State != RunState.Planned).Select(run => StepAsync(run, 0, stopping)));
        _active = [.. active.Where(run => !run.IsEnded)];
        metrics.OpenRuns(runs);

        foreach (var run in runs.Where(run => run.State == RunState.Planned))
        {
            var begun = await StepAsync(run, _active.Count, stopping);
            if (begun.State == RunState.Planned)
            {
                break; // no room, or another worker was faster: what it has made of the rest is for the next look
            }

            _active = begun.IsEnded ? _active : [.. _active, begun];
        }

        if (engine.ReadsManifest && open.LastSucceeded is { } succeeded)
        {
            await GuardAsync(succeeded, () => results.ServeAsync(succeeded, stopping), stopping);
        }
    }

    private async Task<RunRecord> StepAsync(RunRecord run, int active, CancellationToken stopping)
    {
        var after = run;
        await GuardAsync(run, async () => after = await carrier.StepAsync(run, active, stopping), stopping);
        if (after.IsEnded)
        {
            signal.Raise(); // there is room for the next one, and results to be served
        }

        return after;
    }

    /// <summary>One run that cannot be looked at must not keep the others from it.</summary>
    private async Task GuardAsync(RunRecord run, Func<Task> step, CancellationToken stopping)
    {
        try
        {
            await step();
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or TimeoutException && !stopping.IsCancellationRequested)
        {
            metrics.Retried("runs");
            LogNotFoundOut(failure, run.Id);
        }
    }

    private async Task ProveCreateOnlyAsync(CancellationToken stopping)
    {
        try
        {
            await stores.Objects.ProveCreateOnlyAsync(stopping);
        }
        catch (OverwritingStoreException overwriting)
        {
            throw new PermanentFaultException(overwriting.Message, overwriting);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run} could not be looked after; trying again at the next look")]
    private partial void LogNotFoundOut(Exception failure, string run);
}
