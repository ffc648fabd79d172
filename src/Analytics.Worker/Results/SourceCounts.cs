namespace Analytics.Worker.Results;

/// <summary>What one path holds of a source.</summary>
/// <param name="Rows">Rows of its table, repeats counted.</param>
/// <param name="Rejected">Records set aside.</param>
internal sealed record SourceCounts(long Rows, long Rejected);
