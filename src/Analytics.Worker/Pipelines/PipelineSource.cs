namespace Analytics.Worker.Pipelines;

/// <summary>One kind of event that a pipeline takes in: where it comes from, and the table it becomes.</summary>
/// <param name="Name">Its name in the SQL files: <c>{Name}_raw</c>, <c>{Name}_clean</c>, <c>{Name}_sink</c>, <c>{Name}_distinct</c>.</param>
/// <param name="Topic">The Kafka topic, for the pipeline's user.</param>
/// <param name="Stream">The Kinesis stream, for the pipeline's user.</param>
/// <param name="Table">The Delta table's name, for the pipeline's user.</param>
/// <param name="Fields">The fields of the JSON object that the raw view reads; others are ignored.</param>
/// <param name="Columns">The cleaned columns, in the table's order.</param>
internal sealed record PipelineSource(
    string Name,
    string Topic,
    string Stream,
    string Table,
    IReadOnlyList<string> Fields,
    IReadOnlyList<PipelineColumn> Columns);
