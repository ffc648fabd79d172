namespace Analytics.Worker.Runs;

/// <summary>How far a run is; the last three are for good.</summary>
internal enum RunState
{
    /// <summary>Asked for, waiting for its turn.</summary>
    Planned,

    /// <summary>A worker has taken it and is handing it to the engine.</summary>
    Submitting,

    /// <summary>With the engine.</summary>
    Running,

    /// <summary>Ended, and its results are complete.</summary>
    Succeeded,

    /// <summary>Ended without results, for the reason given.</summary>
    Failed,

    /// <summary>Ended because that was asked for.</summary>
    Cancelled,
}
