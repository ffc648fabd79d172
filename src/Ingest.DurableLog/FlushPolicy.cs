namespace Ingest.DurableLog;

/// <summary>When an append is acknowledged, and so what a crash may take.</summary>
public enum FlushPolicy
{
    /// <summary>When it is flushed to disk: neither a killed process nor a lost machine takes what was acknowledged.</summary>
    EveryCommit,

    /// <summary>
    /// When the operating system has it, which flushes it within <see cref="DurableLogOptions.FlushInterval"/>. A killed process
    /// loses nothing; a crash of the machine takes what was acknowledged in the last interval.
    /// </summary>
    Interval,

    /// <summary>When the operating system has it; it is flushed when that sees fit. A killed process loses nothing; a crash of the machine may take half a minute.</summary>
    Never,
}
