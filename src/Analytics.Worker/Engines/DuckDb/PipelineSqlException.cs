namespace Analytics.Worker.Engines.DuckDb;

/// <summary>A SQL file of a pipeline does not run, or does not give what <c>pipeline.json</c> says.</summary>
internal sealed class PipelineSqlException(string file, string reason, Exception? cause = null) : Exception($"{file}: {reason}", cause);
