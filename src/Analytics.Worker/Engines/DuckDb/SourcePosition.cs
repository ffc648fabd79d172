using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>How a cleaned row says where it came from: two columns after the source's own.</summary>
/// <param name="Container">The column of <see cref="RawRecord.Container"/>.</param>
/// <param name="Position">The column of <see cref="RawRecord.Position"/>.</param>
internal sealed record SourcePosition(PipelineColumn Container, PipelineColumn Position)
{
    /// <summary>Rows of batch objects: <c>_object</c> (the key) and <c>_line</c> (a number).</summary>
    public static SourcePosition Batch { get; } = new(
        new PipelineColumn("_object", ColumnType.String), new PipelineColumn("_line", ColumnType.Long));

    /// <summary>Rows of a stream: <c>_shard_id</c> and <c>_sequence_number</c>, both text.</summary>
    public static SourcePosition Stream { get; } = new(
        new PipelineColumn("_shard_id", ColumnType.String), new PipelineColumn("_sequence_number", ColumnType.String));

    /// <summary>The columns of the Parquet file and of the Delta table: the source's, then the position's.</summary>
    public IReadOnlyList<PipelineColumn> TableColumns(PipelineSource source) => [.. source.Columns, Container, Position];
}
