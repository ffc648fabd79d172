namespace Analytics.Delta;

/// <summary>What became of an append.</summary>
/// <param name="Outcome">Whether this call put it into the table, or one before.</param>
/// <param name="Version">The table's version that holds it; for <see cref="AppendOutcome.AlreadyApplied"/> a version that does, not always the first.</param>
public readonly record struct AppendResult(AppendOutcome Outcome, long Version);
