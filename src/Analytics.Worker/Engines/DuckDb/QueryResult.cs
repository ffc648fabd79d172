using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>A query's answer.</summary>
/// <param name="Id">The query, such as <c>Q3a</c>.</param>
/// <param name="Title">What it asks.</param>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="Rows">
/// Its rows, in order; each value is null, an <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/>,
/// a UTC <see cref="DateTime"/> or a list of doubles, as its column's type says.
/// </param>
/// <param name="ParquetPath">The file with the same rows.</param>
internal sealed record QueryResult(
    string Id,
    string Title,
    IReadOnlyList<PipelineColumn> Columns,
    IReadOnlyList<IReadOnlyList<object?>> Rows,
    string ParquetPath);
