using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Analytics.Worker.Runs;

/// <summary>How runs are looked after: section <c>Runs</c>.</summary>
internal sealed class RunsOptions
{
    /// <summary>Runs of the pipeline with the engine at once, all workers of the bucket together, 1 to 100.</summary>
    [Range(1, 100)]
    public int ActiveMax { get; set; } = 1;

    /// <summary>Runs that may wait for their turn, 1 to 10 000; beyond it one more is refused with 429.</summary>
    [Range(1, 10_000)]
    public int WaitingMax { get; set; } = 100;

    /// <summary>The wait between two looks at all open runs, 100 ms to 1 h.</summary>
    [TimeRange("00:00:00.100", "01:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a run may be with the engine, 1 s to 30 days; then it is cancelled and has failed.</summary>
    [TimeRange("00:00:01", "30.00:00:00")]
    public TimeSpan DurationMax { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a run stays a worker's own when that gives no sign of life, 1 s to 1 h; then another takes it over.</summary>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often it is tried to submit a run when the engine cannot be reached, 1 to 100.</summary>
    [Range(1, 100)]
    public int AttemptsMax { get; set; } = 5;

    /// <summary>The most objects one run may read, 1 to 10 000 000; a run over more fails, and says so.</summary>
    [Range(1, 10_000_000)]
    public int ObjectsMax { get; set; } = 1_000_000;

    /// <summary>How old an open run may be that a starting worker still looks for, 1 day to 365 days.</summary>
    [TimeRange("1.00:00:00", "365.00:00:00")]
    public TimeSpan LookBack { get; set; } = TimeSpan.FromDays(32);

    /// <summary>The program that engines outside the worker run, <c>pipeline.py</c>; null takes the one beside the binaries.</summary>
    public string? Program { get; set; }

    /// <summary>Where <see cref="Program"/> is.</summary>
    public string ProgramPath => Program ?? Path.Combine(AppContext.BaseDirectory, "spark", "pipeline.py");
}
