namespace Analytics.Worker.Pipelines;

/// <summary>A pipeline folder does not hold.</summary>
internal sealed class InvalidPipelineException(IReadOnlyList<string> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>Every error, each naming its file and place.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
