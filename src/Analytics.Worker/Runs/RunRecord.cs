using System.Text.Json.Serialization;

namespace Analytics.Worker.Runs;

/// <summary>All that is known of a run: one version of <c>runs/&lt;pipeline&gt;/&lt;id&gt;/record/&lt;version&gt;.json</c>, the highest of which counts.</summary>
/// <param name="Id">A lower-case GUID of version 7, so that runs sort by the time they were asked for.</param>
/// <param name="Version">Counts the versions from 1. Each is created, so of two workers that would change a run one wins.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Engine">The engine's <see cref="IRunEngine.Name"/>.</param>
/// <param name="State">How far it is.</param>
/// <param name="Trigger">What asked for it: <c>api</c> or <c>schedule</c>.</param>
/// <param name="CreatedAt">When it was asked for.</param>
internal sealed record RunRecord(
    string Id, int Version, string Pipeline, string Engine, RunState State, string Trigger, DateTimeOffset CreatedAt)
{
    /// <summary>The occurrence of the schedule that it is for.</summary>
    public DateTimeOffset? Occurrence { get; init; }

    /// <summary>How often it has been tried to submit it; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The worker that looks after it, a new id at every start; null when nobody does.</summary>
    public string? Owner { get; init; }

    /// <summary>Until when nobody else may take it over; its owner renews that.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When it was last handed to the engine.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether its end has been asked for.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Whether that was because it took too long: then it has failed.</summary>
    public bool TimedOut { get; init; }

    /// <summary>SHA-256 of the pipeline's files as they were submitted, 64 hexadecimal digits; null for an engine inside the worker.</summary>
    public string? SqlHash { get; init; }

    /// <summary>The inputs it reads; null before it is submitted, and for an engine inside the worker.</summary>
    public RunInputsSummary? Inputs { get; init; }

    /// <summary>The folder of its output, as the engine sees it.</summary>
    public string? OutputUri { get; init; }

    /// <summary>What was submitted, secrets redacted.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What the engine calls it, by kind.</summary>
    public IReadOnlyDictionary<string, string> ExternalIds { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it can be looked at.</summary>
    public string? Url { get; init; }

    /// <summary>Why it failed or was cancelled, or what last went wrong while it was submitted.</summary>
    public string? Reason { get; init; }

    /// <summary>The exit code of the program that ran it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The end of what it logged, secrets redacted.</summary>
    public string? LogTail { get; init; }

    /// <summary>Whether it has ended; such a record never changes.</summary>
    [JsonIgnore]
    public bool IsEnded => State is RunState.Succeeded or RunState.Failed or RunState.Cancelled;
}

/// <summary>What a run reads.</summary>
/// <param name="Uri">The manifest, as the engine sees it.</param>
/// <param name="Objects">How many objects it names.</param>
/// <param name="Bytes">Their size together.</param>
internal sealed record RunInputsSummary(string Uri, int Objects, long Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
