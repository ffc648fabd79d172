using System.Text.Json;
using Analytics.Worker.Engines.Databricks.JobsApi;
using Analytics.Worker.Runs;

namespace Analytics.Worker.Engines.Databricks;

/// <summary>What is submitted for a run. Pure: the same plan and options give the same request, so it may be sent again.</summary>
internal static class Submitting
{
    private const string EnvironmentKey = "default";

    /// <summary>The request for <paramref name="plan"/>: one task that runs <c>pipeline.py</c>, with the run's id as its token.</summary>
    /// <param name="plan">The run.</param>
    /// <param name="options">The workspace and what it runs on.</param>
    /// <param name="durationMax">After which Databricks ends it, should no worker be there to do so.</param>
    public static SubmitRun Request(RunPlan plan, DatabricksOptions options, TimeSpan durationMax)
    {
        var serverless = !string.IsNullOrEmpty(options.EnvironmentVersion);
        var task = new SubmitTask(
            "pipeline",
            new SparkPythonTask(string.IsNullOrEmpty(options.PythonFile) ? plan.ProgramUri : options.PythonFile, plan.ProgramArguments),
            string.IsNullOrEmpty(options.ExistingClusterId) ? null : options.ExistingClusterId,
            string.IsNullOrEmpty(options.NewCluster) ? null : Parse(options.NewCluster),
            serverless ? EnvironmentKey : null,
            serverless ? true : null);

        return new SubmitRun(
            plan.Name,
            plan.RunId,
            (int)Math.Ceiling(durationMax.TotalSeconds),
            [task],
            serverless ? [new JobEnvironment(EnvironmentKey, new EnvironmentSpec(options.EnvironmentVersion!))] : null);
    }

    /// <summary>The request as it may be kept: what a cluster's settings hold under the name of a secret is left out.</summary>
    public static IReadOnlyList<string> Describe(SubmitRun request, DatabricksOptions options)
    {
        var kept = request with { Tasks = [.. request.Tasks.Select(WithoutSecrets)] };
        return [$"POST {new Uri(options.Host!, "api/2.2/jobs/runs/submit")}", JsonSerializer.Serialize(kept, JobsJson.Default.SubmitRun)];
    }

    private static SubmitTask WithoutSecrets(SubmitTask task) =>
        task.NewCluster is { } cluster ? task with { NewCluster = ClusterSecrets.Redact(cluster) } : task;

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
