namespace Analytics.Delta;

/// <summary>How a table is written.</summary>
public sealed record DeltaTableOptions
{
    /// <summary>
    /// How many versions an append tries before it gives up, 1 or more; default 100. Each try is lost only to a writer that
    /// committed meanwhile, so running out means more rivals than one table can serve.
    /// </summary>
    public int CommitAttemptsMax { get; init; } = 100;
}
