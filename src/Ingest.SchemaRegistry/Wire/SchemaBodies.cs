using System.Text.Json.Serialization;
using Ingest.SchemaRegistry.Schemas;
using Ingest.SchemaRegistry.Storage;

namespace Ingest.SchemaRegistry.Wire;

/// <summary>A schema as a client sends it.</summary>
/// <param name="Schema">Its text.</param>
/// <param name="SchemaType"><c>AVRO</c> when it is not said.</param>
/// <param name="References">What it refers to.</param>
/// <param name="Version">Its version, in mode IMPORT.</param>
/// <param name="Id">Its id, in mode IMPORT.</param>
internal sealed record SchemaRequest(
    [property: JsonPropertyName("schema")] string? Schema,
    [property: JsonPropertyName("schemaType")] string? SchemaType = null,
    [property: JsonPropertyName("references")] IReadOnlyList<SchemaReference>? References = null,
    [property: JsonPropertyName("version")] int? Version = null,
    [property: JsonPropertyName("id")] int? Id = null);

/// <summary>A schema as it is shown; what is null is left out, as is the type of an Avro schema.</summary>
internal sealed record SchemaAnswer(
    [property: JsonPropertyName("subject")] string? Subject,
    [property: JsonPropertyName("version")] int? Version,
    [property: JsonPropertyName("id")] int? Id,
    [property: JsonPropertyName("schemaType")] string? SchemaType,
    [property: JsonPropertyName("references")] IReadOnlyList<SchemaReference>? References,
    [property: JsonPropertyName("schema")] string Schema)
{
    public static SchemaAnswer Of(SchemaVersion version) => Of(version.Content) with { Subject = version.Subject, Version = version.Version, Id = version.Id };

    public static SchemaAnswer Of(SchemaContent content) => new(
        null, null, null, content.Type == SchemaContent.Avro ? null : content.Type, content.References.Count == 0 ? null : content.References, content.Text);
}

/// <summary>Where a schema is.</summary>
internal sealed record SubjectVersion([property: JsonPropertyName("subject")] string Subject, [property: JsonPropertyName("version")] int Version);

/// <summary>Whether a schema goes with others, and why not.</summary>
internal sealed record CompatibilityAnswer(
    [property: JsonPropertyName("is_compatible")] bool IsCompatible, [property: JsonPropertyName("messages")] IReadOnlyList<string>? Messages);

/// <summary>A compatibility level, as it is set.</summary>
internal sealed record LevelRequest([property: JsonPropertyName("compatibility")] string? Compatibility);

/// <summary>A compatibility level, as it is shown.</summary>
internal sealed record LevelAnswer([property: JsonPropertyName("compatibilityLevel")] string CompatibilityLevel);

/// <summary>A mode.</summary>
internal sealed record ModeBody([property: JsonPropertyName("mode")] string? Mode);
