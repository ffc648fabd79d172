namespace Analytics.Worker.Runs;

/// <summary>What a worker does next about a run.</summary>
internal enum RunStep
{
    /// <summary>Nothing: it waits for its turn, is another worker's or has ended.</summary>
    Leave,

    /// <summary>Take it, and hand it to the engine.</summary>
    Submit,

    /// <summary>Make it one's own: its worker gives no sign of life.</summary>
    TakeOver,

    /// <summary>Find out whether the engine has it, and submit it if that is safe.</summary>
    Recover,

    /// <summary>Look how it is.</summary>
    Watch,

    /// <summary>Ask the engine to end it, then look how it is.</summary>
    Cancel,

    /// <summary>Ask for its end, because it takes too long.</summary>
    TimeOut,
}

/// <summary>Says what a worker does about a run. Pure: it reads a record and a clock.</summary>
internal static class RunPolicy
{
    /// <param name="run">The run, as its record has it.</param>
    /// <param name="self">The worker that asks.</param>
    /// <param name="active">How many runs are with the engine or on their way to it.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">The limits.</param>
    public static RunStep Decide(RunRecord run, string self, int active, DateTimeOffset now, RunsOptions options) => run switch
    {
        { IsEnded: true } => RunStep.Leave,
        { State: RunState.Planned } => active < options.ActiveMax ? RunStep.Submit : RunStep.Leave,
        _ when run.Owner != self => run.LeaseUntil is { } until && until > now ? RunStep.Leave : RunStep.TakeOver,
        { State: RunState.Submitting } => RunStep.Recover,
        { CancelRequested: true } => RunStep.Cancel,
        _ when now - run.SubmittedAt > options.DurationMax => RunStep.TimeOut,
        _ => RunStep.Watch,
    };

    /// <summary>Whether the owner of a run should give a sign of life: a third of the lease is over.</summary>
    public static bool IsLeaseDue(RunRecord run, DateTimeOffset now, TimeSpan lease) => run.LeaseUntil is not { } until || until - now < lease * 2 / 3;
}
