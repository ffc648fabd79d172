using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Worker.Engines.Databricks.JobsApi;

/// <summary>The API's JSON: snake case, members that are not set left out, unknown ones skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubmitRun))]
[JsonSerializable(typeof(SubmitAnswer))]
[JsonSerializable(typeof(CancelRun))]
[JsonSerializable(typeof(JobRun))]
[JsonSerializable(typeof(RunOutput))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(JobsError))]
[JsonSerializable(typeof(NoContent))]
internal sealed partial class JobsJson : JsonSerializerContext;

/// <summary>The body of a refusal. <paramref name="ErrorCode"/> is a word, or the HTTP status as a number.</summary>
internal sealed record JobsError(JsonElement? ErrorCode, string? Message);

/// <summary>An answer that says nothing but that it was done: <c>{}</c>.</summary>
internal sealed record NoContent;
