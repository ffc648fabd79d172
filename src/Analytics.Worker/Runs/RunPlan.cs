using System.Globalization;
using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Runs;

/// <summary>What an engine is to carry out. Every address is as the engine sees it.</summary>
/// <param name="RunId">The run: a lower-case GUID, so also an idempotency token.</param>
/// <param name="Attempt">How often it has been tried to submit it, from 1.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="ProgramUri">The file <c>pipeline.py</c>.</param>
/// <param name="PipelineUri">The folder with <c>pipeline.json</c> and the SQL files.</param>
/// <param name="InputsUri">The manifest of the objects to read.</param>
/// <param name="OutputUri">The folder that gets <c>results/</c>, <c>tables/</c> and <c>rejected/</c>.</param>
internal sealed record RunPlan(
    string RunId, int Attempt, Pipeline Pipeline, string ProgramUri, string PipelineUri, string InputsUri, string OutputUri)
{
    /// <summary>The tag by which the run is found again: <c>run-&lt;id&gt;</c>.</summary>
    public string Tag => TagOf(RunId);

    /// <summary>The run's name where names are shown: <c>ingest-&lt;pipeline&gt;-&lt;id&gt;</c>.</summary>
    public string Name => NameOf(Pipeline.Name, RunId);

    /// <summary>The arguments of <c>pipeline.py</c>.</summary>
    public IReadOnlyList<string> ProgramArguments =>
    [
        "--pipeline", PipelineUri,
        "--inputs", InputsUri,
        "--output", OutputUri,
        "--run", RunId,
        "--user-id", Pipeline.UserId,
        "--median", Pipeline.Median.ToString().ToLower(CultureInfo.InvariantCulture),
    ];

    /// <inheritdoc cref="Tag"/>
    public static string TagOf(string runId) => $"run-{runId}";

    /// <inheritdoc cref="Name"/>
    public static string NameOf(string pipeline, string runId) => $"ingest-{pipeline}-{runId}";
}
