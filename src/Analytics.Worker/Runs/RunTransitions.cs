namespace Analytics.Worker.Runs;

/// <summary>What may become of a run. Pure: each gives the next version of its record, or throws where there can be none.</summary>
internal static class RunTransitions
{
    /// <summary>A worker takes a run that waits, or one whose submission is to be tried again.</summary>
    public static RunRecord Claim(RunRecord run, string owner, DateTimeOffset now, TimeSpan lease, RunPreparation prepared) =>
        Next(run, RunState.Planned, RunState.Submitting) with
        {
            State = RunState.Submitting,
            Attempt = run.Attempt + 1,
            Owner = owner,
            LeaseUntil = now + lease,
            SubmittedAt = now,
            SqlHash = prepared.SqlHash,
            Inputs = prepared.Inputs,
            OutputUri = prepared.OutputUri,
            Arguments = prepared.Arguments,
        };

    /// <summary>The engine has it.</summary>
    public static RunRecord Submitted(RunRecord run, Submission submission, DateTimeOffset now, TimeSpan lease) =>
        Next(run, RunState.Submitting, RunState.Running) with
        {
            State = RunState.Running,
            ExternalIds = Merge(run.ExternalIds, submission.ExternalIds),
            Url = submission.Url ?? run.Url,
            LeaseUntil = now + lease,
            Reason = null,
        };

    /// <summary>A worker takes over a run whose own has gone, or gives a sign of life for its own.</summary>
    public static RunRecord Own(RunRecord run, string owner, DateTimeOffset now, TimeSpan lease) =>
        Next(run, RunState.Submitting, RunState.Running) with { Owner = owner, LeaseUntil = now + lease };

    /// <summary>The worker that looked after it stops, and does not want its successor to wait.</summary>
    public static RunRecord Disown(RunRecord run) =>
        Next(run, RunState.Submitting, RunState.Running) with { Owner = null, LeaseUntil = null };

    /// <summary>Its end has been asked for; one that has not begun has ended with that.</summary>
    public static RunRecord AskToCancel(RunRecord run, DateTimeOffset now) => run.State == RunState.Planned
        ? End(run, RunState.Cancelled, "It was cancelled before it began.", now)
        : Next(run, RunState.Submitting, RunState.Running) with { CancelRequested = true };

    /// <summary>It has been with the engine for longer than it may.</summary>
    public static RunRecord TimeOut(RunRecord run, TimeSpan limit) =>
        Next(run, RunState.Running) with { CancelRequested = true, TimedOut = true, Reason = $"It took longer than {limit:c} (Runs:DurationMax)." };

    /// <summary>It cannot be submitted.</summary>
    public static RunRecord Fail(RunRecord run, string reason, DateTimeOffset now) => End(run, RunState.Failed, reason, now);

    /// <summary>What one look at the engine, and at the marker of complete results, make of it. The marker has the last word.</summary>
    /// <returns>The same record when nothing has changed.</returns>
    public static RunRecord See(RunRecord run, RunStatus status, bool hasResults, DateTimeOffset now)
    {
        var ids = Merge(run.ExternalIds, status.ExternalIds);
        var seen = run with
        {
            ExternalIds = ids,
            Url = status.Url ?? run.Url,
            ExitCode = status.ExitCode ?? run.ExitCode,
            LogTail = status.LogTail ?? run.LogTail,
        };
        if (status.Phase == RunPhase.Running)
        {
            return ids.Count == run.ExternalIds.Count && seen.Url == run.Url ? run : Next(run, RunState.Running) with { ExternalIds = ids, Url = seen.Url };
        }

        var (state, reason) = Outcome(run, status, hasResults);
        return End(seen, state, reason, now);
    }

    private static (RunState State, string? Reason) Outcome(RunRecord run, RunStatus status, bool hasResults) => (hasResults, status.Phase) switch
    {
        (true, _) => (RunState.Succeeded, null),
        _ when run.TimedOut => (RunState.Failed, run.Reason),
        _ when run.CancelRequested => (RunState.Cancelled, "It was cancelled."),
        (_, RunPhase.Succeeded) => (RunState.Failed, "It ended well and left no results: results/_SUCCESS.json, which it writes last, is not there."),
        (_, RunPhase.Cancelled) => (RunState.Cancelled, status.Reason ?? "It was cancelled with the engine."),
        _ => (RunState.Failed, status.Reason ?? "The engine does not say why."),
    };

    private static RunRecord End(RunRecord run, RunState state, string? reason, DateTimeOffset now) =>
        Next(run, RunState.Planned, RunState.Submitting, RunState.Running) with
        {
            State = state, Reason = reason, EndedAt = now, Owner = null, LeaseUntil = null,
        };

    private static RunRecord Next(RunRecord run, params ReadOnlySpan<RunState> from) => from.Contains(run.State)
        ? run with { Version = run.Version + 1 }
        : throw new InvalidOperationException($"Run {run.Id} is {run.State}; that cannot become of it.");

    private static SortedDictionary<string, string> Merge(IReadOnlyDictionary<string, string> known, IReadOnlyDictionary<string, string> found)
    {
        var merged = new SortedDictionary<string, string>(known.ToDictionary(), StringComparer.Ordinal);
        foreach (var (kind, id) in found)
        {
            merged.TryAdd(kind, id);
        }

        return merged;
    }
}
