using System.Text.Json.Serialization;

namespace Ingest.SchemaRegistry.Schemas;

/// <summary>A schema that another one refers to.</summary>
/// <param name="Name">As it is called there: an Avro type's full name, a JSON Schema's <c>$ref</c>.</param>
/// <param name="Subject">The subject that has it.</param>
/// <param name="Version">Its version there.</param>
internal sealed record SchemaReference(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("subject")] string Subject,
    [property: JsonPropertyName("version")] int Version);
