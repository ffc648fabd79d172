namespace Analytics.Worker.Pipelines;

/// <summary>Reads a pipeline folder: <c>pipeline.json</c> and the SQL files it names.</summary>
internal static class PipelineLoader
{
    /// <summary>Reads the pipeline that <paramref name="options"/> name.</summary>
    /// <exception cref="InvalidPipelineException">The folder does not hold; it carries every error.</exception>
    public static Pipeline Load(PipelineOptions options) => throw new InvalidPipelineException([$"{options.Name}: not read yet"]);

    /// <summary>The errors that <see cref="Load"/> would throw; empty when the pipeline holds.</summary>
    public static IReadOnlyList<string> Check(PipelineOptions options)
    {
        try
        {
            Load(options);
            return [];
        }
        catch (InvalidPipelineException invalid)
        {
            return invalid.Errors;
        }
    }
}
