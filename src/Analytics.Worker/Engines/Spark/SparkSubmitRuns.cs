using System.Collections.Concurrent;
using System.Globalization;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Runs;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Engines.Spark;

/// <summary>Runs submitted to Spark: one spark-submit each, which stays until the run has ended.</summary>
/// <remarks>
/// It goes on when the worker ends, if what the worker runs in does. A worker that starts finds it by its name among the
/// processes, or by its tag with YARN and Kubernetes.
/// </remarks>
internal sealed class SparkSubmitRuns(
    Pipeline pipeline, SparkCluster cluster, RunSignal signal, IOptions<SparkOptions> options, IOptions<ObjectStoreOptions> bucket, TimeProvider time) : IRunEngine
{
    private const string ProcessId = "processId";

    private readonly ConcurrentDictionary<string, SparkProcess> _started = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _askedToEnd = new();

    /// <inheritdoc/>
    public string Name => "spark-submit";

    /// <inheritdoc/>
    public bool SubmitsOnce => false;

    /// <inheritdoc/>
    public bool ReadsManifest => true;

    /// <inheritdoc/>
    public string BucketUri => SparkArguments.BucketUri(options.Value, bucket.Value);

    /// <inheritdoc/>
    public IReadOnlyList<string> Describe(RunPlan plan) =>
        [options.Value.Command, .. Redaction.Arguments(SparkArguments.For(plan, options.Value, bucket.Value))];

    /// <inheritdoc/>
    public Task<Submission> SubmitAsync(RunPlan plan, CancellationToken cancellation)
    {
        var program = SparkProgram.Find(options.Value.Command, "SPARK_HOME") ?? throw new RunRefusedException(SparkProgram.WhyMissing(options.Value.Command));
        var output = new SparkOutput(options.Value.LogTailMax);
        var process = SparkProcess.Start(program, SparkArguments.For(plan, options.Value, bucket.Value), output, signal.Raise);
        Forget();
        _started[plan.RunId] = process;
        return Task.FromResult(new Submission(new Dictionary<string, string> { [ProcessId] = process.Id.ToString(CultureInfo.InvariantCulture) }));
    }

    /// <inheritdoc/>
    public async Task<RunStatus> WatchAsync(RunRecord run, CancellationToken cancellation)
    {
        if (_started.TryGetValue(run.Id, out var process))
        {
            process.IsEndSeen = process.ExitCode is not null;
            return process.ExitCode is { } exitCode ? Ended(process, exitCode) : Running(process);
        }

        if (RunningProcess(run) is not null)
        {
            return new RunStatus(RunPhase.Running);
        }

        var found = cluster.HasDrivers ? await cluster.FindAsync(run.Id, cancellation) : null;
        return found ?? new RunStatus(RunPhase.Lost)
        {
            Reason = "Its spark-submit is gone, and how it ended is not known, because the worker was restarted meanwhile.",
        };
    }

    /// <inheritdoc/>
    public async Task<Submission?> FindAsync(RunRecord run, CancellationToken cancellation)
    {
        if (ProcessTable.Find(NameOf(run)) is { } id)
        {
            return new Submission(new Dictionary<string, string> { [ProcessId] = id.ToString(CultureInfo.InvariantCulture) });
        }

        return cluster.HasDrivers && await cluster.FindAsync(run.Id, cancellation) is { } found ? new Submission(found.ExternalIds, found.Url) : null;
    }

    /// <inheritdoc/>
    public async Task CancelAsync(RunRecord run, CancellationToken cancellation)
    {
        // The driver first: without it spark-submit ends by itself, and before it there is nothing but spark-submit to end.
        if (cluster.HasDrivers && await cluster.KillAsync(run.Id, cancellation))
        {
            return;
        }

        _started.TryGetValue(run.Id, out var process);
        if ((process is null ? RunningProcess(run) : process.IsRunning ? process.Id : null) is not { } id)
        {
            return;
        }

        var asked = _askedToEnd.GetOrAdd(run.Id, _ => time.GetUtcNow());
        if (time.GetUtcNow() - asked < options.Value.StopTimeout)
        {
            ProcessTable.AskToEnd(id);
        }
        else if (process is not null)
        {
            process.Kill();
        }
        else
        {
            ProcessTable.Kill(id);
        }
    }

    private static RunStatus Running(SparkProcess process) =>
        new(RunPhase.Running) { ExternalIds = process.Output.Ids, Url = process.Output.Url };

    private static RunStatus Ended(SparkProcess process, int exitCode) => new(exitCode == 0 ? RunPhase.Succeeded : RunPhase.Failed)
    {
        ExternalIds = process.Output.Ids,
        Url = process.Output.Url,
        ExitCode = exitCode,
        LogTail = process.Output.Tail,
        Reason = exitCode == 0 ? null : $"spark-submit ended with {exitCode}; the log's end says why.",
    };

    /// <summary>Lets go of what has ended and was told; were that not written down, the marker of results still says how it ended.</summary>
    private void Forget()
    {
        foreach (var (run, _) in _started.Where(started => started.Value.IsEndSeen))
        {
            _started.TryRemove(run, out _);
            _askedToEnd.TryRemove(run, out _);
        }
    }

    /// <summary>A spark-submit that an earlier worker has started on this machine and that still runs.</summary>
    private int? RunningProcess(RunRecord run) =>
        run.ExternalIds.TryGetValue(ProcessId, out var known)
        && int.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && ProcessTable.HasArgument(id, NameOf(run))
            ? id
            : null;

    private string NameOf(RunRecord run) => RunPlan.NameOf(pipeline.Name, run.Id);
}
