using System.Text.Json;

namespace Ingest.SchemaRegistry.Wire;

/// <summary>An answer that refuses: <c>{"error_code","message"}</c>. Codes and words are Confluent Schema Registry's.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The registry's code: the status, or a finer one.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record RegistryError(int Status, int Code, string Message)
{
    public static RegistryError SubjectNotFound(string subject) => new(404, 40401, $"Subject '{subject}' not found.");

    public static RegistryError VersionNotFound(int version) => new(404, 40402, $"Version {version} not found.");

    public static RegistryError SchemaNotFound { get; } = new(404, 40403, "Schema not found");

    public static RegistryError IdNotFound(int id) => new(404, 40403, $"Schema {id} not found");

    public static RegistryError SubjectDeleted(string subject) => new(404, 40404, $"Subject '{subject}' was soft deleted. Set permanent=true to delete permanently");

    public static RegistryError SubjectNotDeleted(string subject) => new(404, 40405, $"Subject '{subject}' was not deleted first before being permanently deleted");

    public static RegistryError VersionDeleted(string subject, int version) => new(404, 40406, $"Subject '{subject}' Version {version} was soft deleted. Set permanent=true to delete permanently");

    public static RegistryError VersionNotDeleted(string subject, int version) => new(404, 40407, $"Subject '{subject}' Version {version} was not deleted first before being permanently deleted");

    public static RegistryError NoSubjectLevel(string subject) => new(404, 40408, $"Subject '{subject}' does not have subject-level compatibility configured");

    public static RegistryError NoSubjectMode(string subject) => new(404, 40409, $"Subject '{subject}' does not have subject-level mode configured");

    public static RegistryError Incompatible(IEnumerable<string> reasons) =>
        new(409, 409, $"Schema being registered is incompatible with an earlier schema for subject; details: [{string.Join(", ", reasons)}]");

    public static RegistryError InvalidSchema(string why) => new(422, 42201, $"Invalid schema: {why}");

    public static RegistryError InvalidVersion(string version) =>
        new(422, 42202, $"The specified version '{version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\"");

    public static RegistryError InvalidLevel { get; } = new(
        422, 42203, "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive");

    public static RegistryError InvalidMode { get; } = new(422, 42204, "Invalid mode. Valid values are READWRITE, READONLY, and IMPORT");

    public static RegistryError NotPermitted(string why) => new(422, 42205, why);

    public static RegistryError ReferenceExists(int id) => new(422, 42206, $"One or more references exist to the schema {id}.");

    public static RegistryError ForStatus(int status) => new(status, status, $"HTTP {status} {Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status)}");

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = Answers.MediaType;
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["error_code"] = Code, ["message"] = Message }, Answers.Json));
    }
}
