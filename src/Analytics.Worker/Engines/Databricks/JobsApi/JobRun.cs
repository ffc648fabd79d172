namespace Analytics.Worker.Engines.Databricks.JobsApi;

/// <summary>A run as <c>runs/get</c> and <c>runs/list</c> tell it, as far as it is used.</summary>
/// <param name="RunId">Its number in the workspace.</param>
/// <param name="RunName">The name it was submitted with.</param>
/// <param name="RunPageUrl">Its page in the workspace.</param>
/// <param name="Status">Where it stands; older workspaces only tell <paramref name="State"/>.</param>
/// <param name="State">The same in its deprecated form.</param>
/// <param name="Tasks">Its tasks, with the ids by which their output is asked for.</param>
internal sealed record JobRun(
    long RunId, string? RunName, string? RunPageUrl, JobRunState? State, JobRunStatus? Status, IReadOnlyList<JobRunTask>? Tasks);

/// <summary>A task of a run. Output belongs to tasks: the run's own id is refused where there are several.</summary>
internal sealed record JobRunTask(long RunId, string? TaskKey, ClusterInstance? ClusterInstance);

/// <summary>The cluster of a task, once there is one.</summary>
internal sealed record ClusterInstance(string? ClusterId, string? SparkContextId);

/// <summary>Where a run stands. The API may come to name states that are not known here.</summary>
internal sealed record JobRunStatus(string? State, TerminationDetails? TerminationDetails, QueueDetails? QueueDetails);

/// <summary>Why it ended: <c>SUCCESS</c>, <c>USER_CANCELED</c>, <c>RUN_EXECUTION_ERROR</c> and some thirty more.</summary>
internal sealed record TerminationDetails(string? Code, string? Type, string? Message);

/// <summary>Why it waits.</summary>
internal sealed record QueueDetails(string? Code, string? Message);

/// <summary>The deprecated form of <see cref="JobRunStatus"/>.</summary>
internal sealed record JobRunState(string? LifeCycleState, string? ResultState, string? StateMessage);

/// <summary>What a task wrote: <c>runs/get-output</c>. Databricks keeps the last 5 MB of <paramref name="Logs"/>.</summary>
internal sealed record RunOutput(string? Error, string? ErrorTrace, string? Logs, bool LogsTruncated);

/// <summary>One page of <c>runs/list</c>, newest first.</summary>
internal sealed record RunList(IReadOnlyList<JobRun>? Runs, string? NextPageToken);
