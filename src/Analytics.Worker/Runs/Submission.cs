namespace Analytics.Worker.Runs;

/// <summary>A run in the hands of an engine.</summary>
/// <param name="ExternalIds">What the engine calls it, by kind: <c>applicationId</c>, <c>driverId</c>, <c>submissionId</c>, <c>runId</c>, <c>processId</c>; those known so far.</param>
/// <param name="Url">Where it can be looked at; null when that is not known.</param>
internal sealed record Submission(IReadOnlyDictionary<string, string> ExternalIds, string? Url = null);

/// <summary>Where a run stands with its engine.</summary>
internal enum RunPhase
{
    /// <summary>Waiting for resources or working.</summary>
    Running,

    /// <summary>Ended, and well as far as the engine can say; the result marker has the last word.</summary>
    Succeeded,

    /// <summary>Ended with a failure.</summary>
    Failed,

    /// <summary>Ended by being cancelled.</summary>
    Cancelled,

    /// <summary>The engine does not know it, or no longer.</summary>
    Lost,
}

/// <summary>What one look at a run shows.</summary>
/// <param name="Phase">Where it stands.</param>
internal sealed record RunStatus(RunPhase Phase)
{
    /// <summary>What the engine calls it, those ids known by now; they are added to the record's.</summary>
    public IReadOnlyDictionary<string, string> ExternalIds { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it can be looked at.</summary>
    public string? Url { get; init; }

    /// <summary>Why it has failed, was cancelled or is lost, for people.</summary>
    public string? Reason { get; init; }

    /// <summary>The exit code of the program that ran it, when it has one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The end of what it logged, with secrets redacted.</summary>
    public string? LogTail { get; init; }
}
