namespace Analytics.Worker.Pipelines;

/// <summary>A question the pipeline answers from the distinct rows of its sources.</summary>
/// <param name="Id">Its name in results, such as <c>Q3a</c>.</param>
/// <param name="Title">What it asks, in a few words.</param>
/// <param name="Sql">One SELECT, the pipeline's parameters filled in, without a closing semicolon.</param>
internal sealed record PipelineQuery(string Id, string Title, string Sql);
