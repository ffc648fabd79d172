namespace Analytics.Worker.Pipelines;

/// <summary>A question the pipeline answers from the distinct rows of its sources.</summary>
/// <param name="Id">Its name in results, such as <c>Q3a</c>: letters and digits.</param>
/// <param name="Title">What it asks, in a few words.</param>
/// <param name="Script">One SELECT, without a closing semicolon.</param>
internal sealed record PipelineQuery(string Id, string Title, SqlScript Script);
