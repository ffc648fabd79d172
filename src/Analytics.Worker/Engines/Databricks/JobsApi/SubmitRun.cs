using System.Text.Json;

namespace Analytics.Worker.Engines.Databricks.JobsApi;

/// <summary>The body of <c>POST /api/2.2/jobs/runs/submit</c>, as far as it is used: one task, run once.</summary>
/// <param name="RunName">The run's name in the workspace.</param>
/// <param name="IdempotencyToken">At most 64 characters; a second request with it gives the run of the first and starts nothing.</param>
/// <param name="TimeoutSeconds">After which Databricks ends the run.</param>
/// <param name="Tasks">What runs.</param>
/// <param name="Environments">For serverless compute; else null.</param>
internal sealed record SubmitRun(
    string RunName,
    string IdempotencyToken,
    int TimeoutSeconds,
    IReadOnlyList<SubmitTask> Tasks,
    IReadOnlyList<JobEnvironment>? Environments);

/// <summary>A task; exactly one of cluster id, new cluster and environment key says where it runs.</summary>
/// <param name="TaskKey">Its name within the run.</param>
/// <param name="SparkPythonTask">What it does.</param>
/// <param name="ExistingClusterId">A cluster that is there.</param>
/// <param name="NewCluster">A cluster made for the run, as the API describes clusters.</param>
/// <param name="EnvironmentKey">Serverless compute.</param>
/// <param name="DisableAutoOptimization">Serverless compute tries a failed task again unless this is true.</param>
internal sealed record SubmitTask(
    string TaskKey,
    SparkPythonTask SparkPythonTask,
    string? ExistingClusterId,
    JsonElement? NewCluster,
    string? EnvironmentKey,
    bool? DisableAutoOptimization);

/// <summary>A Python file with its arguments.</summary>
internal sealed record SparkPythonTask(string PythonFile, IReadOnlyList<string> Parameters);

/// <summary>A serverless environment that tasks refer to by its key.</summary>
internal sealed record JobEnvironment(string EnvironmentKey, EnvironmentSpec Spec);

/// <summary>What the environment is made of.</summary>
internal sealed record EnvironmentSpec(string EnvironmentVersion);

/// <summary>The answer: the run that is there now.</summary>
internal sealed record SubmitAnswer(long RunId);

/// <summary>The body of <c>POST /api/2.2/jobs/runs/cancel</c>.</summary>
internal sealed record CancelRun(long RunId);
