using Ingest.ServiceDefaults;

namespace Analytics.Worker.Faults;

/// <summary>How work that failed is tried again: section <c>Retry</c>.</summary>
internal sealed class RetryOptions
{
    /// <summary>The wait after a first failure, 10 ms to 1 min; it doubles with each failure in a row.</summary>
    [TimeRange("00:00:00.010", "00:01:00")]
    public TimeSpan DelayMin { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait, 10 ms to 1 h. Work that ran longer than this before it failed starts over at the shortest.</summary>
    [TimeRange("00:00:00.010", "01:00:00")]
    public TimeSpan DelayMax { get; set; } = TimeSpan.FromSeconds(30);
}
