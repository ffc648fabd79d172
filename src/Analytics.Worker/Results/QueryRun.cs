using Analytics.Worker.Batch;
using Analytics.Worker.Engines.DuckDb;

namespace Analytics.Worker.Results;

/// <summary>The answers of one run of every query, and what they were asked of.</summary>
/// <param name="Number">
/// The run, from 1; 0 for the answers over empty tables, which are not kept. For a run of an engine outside the worker, when it was
/// asked for, milliseconds since 1970.
/// </param>
/// <param name="At">When it ended.</param>
/// <param name="Manifest">The last manifest in the tables then; 0 before the first, and for a run of an engine outside the worker.</param>
/// <param name="Results">The answers, in the pipeline's order.</param>
/// <param name="Positions">How far every partition was taken in.</param>
/// <param name="Counts">Rows and rejected records per source.</param>
internal sealed record QueryRun(
    long Number,
    DateTimeOffset At,
    long Manifest,
    IReadOnlyList<QueryResult> Results,
    IReadOnlyList<PartitionPosition> Positions,
    IReadOnlyDictionary<string, SourceCounts> Counts)
{
    /// <summary>The run of <c>/runs</c> that gave them; null for those that DuckDB gives after each batch.</summary>
    public string? RunId { get; init; }
}
