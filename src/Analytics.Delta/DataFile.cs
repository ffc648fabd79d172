namespace Analytics.Delta;

/// <summary>A Parquet file of a table.</summary>
/// <param name="Path">Where it is, relative to the table, not encoded.</param>
/// <param name="SizeBytes">Its size in bytes.</param>
/// <param name="Stats">Its statistics as a JSON object: numRecords, minValues, maxValues, nullCount. Null when there are none.</param>
public sealed record DataFile(string Path, long SizeBytes, string? Stats);
