using Analytics.Worker.Runs;

namespace Analytics.Worker.Tests.Runs;

/// <summary>An engine in memory, told by a test what it answers.</summary>
internal sealed class FakeEngine : IRunEngine
{
    private static readonly Submission Submitted = new(new Dictionary<string, string> { ["fakeId"] = "1" });

    /// <summary>The runs submitted, in order.</summary>
    public List<string> Submissions { get; } = [];

    /// <summary>Thrown by the next submission, in place of submitting.</summary>
    public Exception? SubmitFailure { get; set; }

    /// <summary>Whether the failing submission has taken nevertheless, and can be found.</summary>
    public bool IsFound { get; set; }

    /// <summary>What happens elsewhere while a run is being submitted.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>What a look shows.</summary>
    public RunStatus Status { get; set; } = new(RunPhase.Running);

    /// <summary>How often the end of a run was asked for.</summary>
    public int Cancels { get; private set; }

    /// <summary>The engine's id of the run whose end was last asked for.</summary>
    public string? Cancelled { get; private set; }

    public string Name => "fake";

    public bool SubmitsOnce { get; init; }

    public bool ReadsManifest => false;

    public string BucketUri => "memory://bucket";

    public IReadOnlyList<string> Describe(RunPlan plan) => ["fake", plan.RunId];

    public async Task<Submission> SubmitAsync(RunPlan plan, CancellationToken cancellation)
    {
        await Meanwhile();
        if (SubmitFailure is { } failure)
        {
            SubmitFailure = null;
            throw failure;
        }

        Submissions.Add(plan.RunId);
        return Submitted;
    }

    public Task<RunStatus> WatchAsync(RunRecord run, CancellationToken cancellation) => Task.FromResult(Status);

    public Task<Submission?> FindAsync(RunRecord run, CancellationToken cancellation) => Task.FromResult(IsFound ? Submitted : null);

    public Task CancelAsync(RunRecord run, CancellationToken cancellation)
    {
        Cancelled = run.ExternalIds.GetValueOrDefault("fakeId");
        Cancels++;
        return Task.CompletedTask;
    }
}
