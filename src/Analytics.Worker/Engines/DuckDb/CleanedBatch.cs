namespace Analytics.Worker.Engines.DuckDb;

/// <summary>What became of a list of records: each is a row of the file or is rejected.</summary>
/// <param name="ParquetPath">The file with the rows, in the records' order; null when there are none.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="StatsJson">The statistics of a Delta <c>add</c> action: numRecords, minValues, maxValues, nullCount. Null without a file.</param>
/// <param name="Rejected">The records that are not in the file, in their order.</param>
internal sealed record CleanedBatch(
    string? ParquetPath,
    long Rows,
    string? StatsJson,
    IReadOnlyList<RejectedRecord> Rejected);
