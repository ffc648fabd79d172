using Analytics.Worker.Pipelines;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Runs;

/// <summary>Takes a run one step further, as <see cref="RunPolicy"/> says, and writes down what has become of it.</summary>
/// <remarks>
/// What a step is about to do is in the record before it does it, in a version that only one worker can create; who does not
/// create it does nothing. A step that throws has not found out, and is made again.
/// </remarks>
internal sealed partial class RunCarrier(
    Pipeline pipeline, RunRecords records, RunInputs inputs, PipelineCode code, RunMarkers markers, IRunEngine engine,
    IOptions<RunsOptions> options, WorkerMetrics metrics, TimeProvider time, ILogger<RunCarrier> log)
{
    /// <summary>This worker, and this start of it.</summary>
    public string Self { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Takes the step that is due.</summary>
    /// <returns>The run as it is then.</returns>
    public async Task<RunRecord> StepAsync(RunRecord run, int active, CancellationToken cancellation)
    {
        try
        {
            return RunPolicy.Decide(run, Self, active, time.GetUtcNow(), options.Value) switch
            {
                RunStep.Submit => await SubmitAsync(run, cancellation),
                RunStep.TakeOver => await TakeOverAsync(run, active, cancellation),
                RunStep.Recover => await RecoverAsync(run, cancellation),
                RunStep.Watch => await WatchAsync(run, cancellation),
                RunStep.Cancel => await CancelAsync(run, cancellation),
                RunStep.TimeOut => await CancelAsync(await WriteAsync(run, RunTransitions.TimeOut(run, options.Value.DurationMax), cancellation), cancellation),
                _ => run,
            };
        }
        catch (RunRefusedException refused)
        {
            return await WriteAsync(run, RunTransitions.Fail(run, refused.Message, time.GetUtcNow()), cancellation);
        }
    }

    /// <summary>Leaves a run to whoever comes next.</summary>
    public Task LeaveAsync(RunRecord run, CancellationToken cancellation) =>
        run.Owner == Self ? WriteAsync(run, RunTransitions.Disown(run), cancellation) : Task.CompletedTask;

    private async Task<RunRecord> SubmitAsync(RunRecord run, CancellationToken cancellation)
    {
        var (plan, prepared) = await PrepareAsync(run, cancellation);
        var claimed = RunTransitions.Claim(run, Self, time.GetUtcNow(), options.Value.LeaseDuration, prepared);
        if (!await records.TryAppendAsync(claimed, cancellation))
        {
            return run; // another worker has it
        }

        LogSubmitting(run.Id, engine.Name, claimed.Attempt);
        try
        {
            return await HandedOverAsync(claimed, await engine.SubmitAsync(plan, cancellation), cancellation);
        }
        catch (RunRefusedException refused)
        {
            return await WriteAsync(claimed, RunTransitions.Fail(claimed, refused.Message, time.GetUtcNow()), cancellation);
        }
    }

    /// <summary>Writes down that the engine has a run, whatever others have written meanwhile: that its end is asked for, or that this worker is taken for dead.</summary>
    private async Task<RunRecord> HandedOverAsync(RunRecord run, Submission submission, CancellationToken cancellation)
    {
        while (run.State == RunState.Submitting)
        {
            var next = RunTransitions.Submitted(run, submission, time.GetUtcNow(), options.Value.LeaseDuration) with { Owner = Self };
            if (await records.TryAppendAsync(next, cancellation))
            {
                return next;
            }

            run = await records.ReadAsync(run.Id, cancellation) ?? throw new IOException($"The record of run {run.Id} is not there any more.");
        }

        if (run.IsEnded)
        {
            // Nobody looks after it any more, so it must not go on.
            LogUnwanted(run.Id, engine.Name, run.State);
            await engine.CancelAsync(run with { ExternalIds = submission.ExternalIds }, cancellation);
        }

        return run;
    }

    private async Task<(RunPlan Plan, RunPreparation Prepared)> PrepareAsync(RunRecord run, CancellationToken cancellation)
    {
        var bucket = engine.BucketUri;
        var hash = engine.ReadsManifest ? await code.UploadAsync(cancellation) : null;
        var manifest = engine.ReadsManifest ? await inputs.CreateOrReadAsync(run.Id, bucket, cancellation) : null;
        var folder = $"{bucket}/{code.FolderOf(hash ?? "")}";
        var inputsUri = $"{bucket}/{records.Keys.Inputs(run.Id)}";
        var plan = new RunPlan(
            run.Id, run.Attempt + 1, pipeline, $"{folder}/pipeline.py", folder, inputsUri, $"{bucket}/{records.Keys.Of(run.Id)}");
        var summary = manifest is null ? null : new RunInputsSummary(inputsUri, manifest.Objects, manifest.Bytes);
        return (plan, new RunPreparation(hash, summary, plan.OutputUri, engine.Describe(plan)));
    }

    private async Task<RunRecord> TakeOverAsync(RunRecord run, int active, CancellationToken cancellation)
    {
        var own = RunTransitions.Own(run, Self, time.GetUtcNow(), options.Value.LeaseDuration);
        if (!await records.TryAppendAsync(own, cancellation))
        {
            return run;
        }

        LogTookOver(run.Id, run.State);
        return await StepAsync(own, active, cancellation);
    }

    private async Task<RunRecord> RecoverAsync(RunRecord run, CancellationToken cancellation)
    {
        if (await engine.FindAsync(run, cancellation) is { } found)
        {
            return await WriteAsync(run, RunTransitions.Submitted(run, found, time.GetUtcNow(), options.Value.LeaseDuration), cancellation);
        }

        if (run.CancelRequested)
        {
            return await WriteAsync(run, RunTransitions.See(run, new RunStatus(RunPhase.Lost), hasResults: false, time.GetUtcNow()), cancellation);
        }

        if (!engine.SubmitsOnce)
        {
            throw new RunRefusedException("Its worker ended while it submitted the run, and no submission of it is found; so that it cannot run twice, it is not submitted again.");
        }

        return run.Attempt < options.Value.AttemptsMax
            ? await SubmitAsync(run, cancellation)
            : throw new RunRefusedException($"It could not be submitted in {run.Attempt} attempts (Runs:AttemptsMax); the log has the reasons.");
    }

    private async Task<RunRecord> WatchAsync(RunRecord run, CancellationToken cancellation)
    {
        var status = await engine.WatchAsync(run, cancellation);
        var (hasResults, fault) = status.Phase == RunPhase.Running ? (false, null) : await HasResultsAsync(run, cancellation);
        var now = time.GetUtcNow();
        var seen = RunTransitions.See(run, fault is null ? status : status with { Phase = RunPhase.Failed, Reason = fault }, hasResults, now);
        if (ReferenceEquals(seen, run))
        {
            return RunPolicy.IsLeaseDue(run, now, options.Value.LeaseDuration)
                ? await WriteAsync(run, RunTransitions.Own(run, Self, now, options.Value.LeaseDuration), cancellation)
                : run;
        }

        return await WriteAsync(run, seen, cancellation);
    }

    /// <summary>Whether a run's results are complete, or what is wrong with their marker.</summary>
    private async Task<(bool HasResults, string? Fault)> HasResultsAsync(RunRecord run, CancellationToken cancellation)
    {
        try
        {
            return (await markers.ReadAsync(run.Id, cancellation) is not null, null);
        }
        catch (RunRefusedException refused)
        {
            return (false, refused.Message);
        }
    }

    private async Task<RunRecord> CancelAsync(RunRecord run, CancellationToken cancellation)
    {
        if (run is not { State: RunState.Running, CancelRequested: true })
        {
            return run;
        }

        await engine.CancelAsync(run, cancellation);
        return await WatchAsync(run, cancellation);
    }

    /// <summary>Writes a version down; when somebody else has, the run stays as it was known, and the next look shows what they wrote.</summary>
    private async Task<RunRecord> WriteAsync(RunRecord run, RunRecord next, CancellationToken cancellation)
    {
        if (!await records.TryAppendAsync(next, cancellation))
        {
            return run;
        }

        if (next.IsEnded)
        {
            metrics.RunEnded(next.Engine, next.State, next.EndedAt!.Value - (next.SubmittedAt ?? next.CreatedAt));
            LogEnded(next.Id, next.State, next.Reason);
        }

        return next;
    }
}
