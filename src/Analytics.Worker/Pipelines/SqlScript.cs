namespace Analytics.Worker.Pipelines;

/// <summary>A SQL file of a pipeline, the pipeline's parameters filled in.</summary>
/// <param name="File">Its path in the pipeline's folder, for messages.</param>
/// <param name="Sql">Its text.</param>
internal sealed record SqlScript(string File, string Sql);
