namespace Analytics.Worker.Pipelines;

/// <summary>A column of a table: its name and type. Every column of the suite's tables may be null.</summary>
/// <param name="Name">Letters, digits and <c>_</c>, so that it is an identifier in every engine.</param>
/// <param name="Type">What it holds.</param>
internal sealed record PipelineColumn(string Name, ColumnType Type);
