namespace Analytics.Worker.Runs;

/// <summary>What carries out a run, here or elsewhere.</summary>
/// <remarks>
/// A call that throws <see cref="IOException"/>, <see cref="HttpRequestException"/> or <see cref="TimeoutException"/> has not
/// found out, and is made again later: it says nothing about the run. <see cref="RunRefusedException"/> ends the run as failed.
/// </remarks>
internal interface IRunEngine
{
    /// <summary>Its name in a run's record: <c>duckdb</c>, <c>spark-submit</c>, <c>databricks</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Whether submitting a run again gives the first submission. Where it does not, a run whose worker ended while it submitted,
    /// and which <see cref="FindAsync"/> does not find, fails rather than be submitted twice.
    /// </summary>
    bool SubmitsOnce { get; }

    /// <summary>Whether a run reads the bucket's objects by a manifest and leaves its results below its folder, to be loaded from there.</summary>
    bool ReadsManifest { get; }

    /// <summary>The bucket as the engine addresses it, without a slash at the end: <c>file:///data/bucket</c>, <c>s3a://bucket/prefix</c>.</summary>
    string BucketUri { get; }

    /// <summary>What would be submitted, with secrets redacted; kept in the record before it is.</summary>
    IReadOnlyList<string> Describe(RunPlan plan);

    /// <summary>Begins the run and returns when it has been handed over, not when it ends.</summary>
    /// <exception cref="RunRefusedException">It will be refused again.</exception>
    Task<Submission> SubmitAsync(RunPlan plan, CancellationToken cancellation);

    /// <summary>Looks at a run once.</summary>
    Task<RunStatus> WatchAsync(RunRecord run, CancellationToken cancellation);

    /// <summary>Finds a submission of the run that another process, or this one before it restarted, may have made; by tag, name or token.</summary>
    /// <returns>Null when there is none.</returns>
    Task<Submission?> FindAsync(RunRecord run, CancellationToken cancellation);

    /// <summary>Asks for the end of a run; that it has ended is for <see cref="WatchAsync"/> to see. Asked again until it has.</summary>
    Task CancelAsync(RunRecord run, CancellationToken cancellation);
}

/// <summary>A run that cannot be submitted, or a question that cannot be asked, as things are: trying again gives the same.</summary>
internal sealed class RunRefusedException(string reason, Exception? cause = null) : Exception(reason, cause);
