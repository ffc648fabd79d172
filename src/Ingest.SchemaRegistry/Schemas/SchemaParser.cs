using System.Text.Json;
using Avro;
using Ingest.Schemas;
using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Wire;
using NJsonSchema;

namespace Ingest.SchemaRegistry.Schemas;

/// <summary>Makes of a schema's text what the registry keeps and compares.</summary>
internal sealed class SchemaParser(RegistryState state)
{
    private static readonly string[] Primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

    /// <summary>A client's schema, with its text in one form whatever white space it came with.</summary>
    /// <exception cref="RegistryException">422/42201: it is no schema, or refers to what is not there.</exception>
    public async Task<SchemaContent> ReadAsync(SchemaRequest request, bool normalize)
    {
        var type = string.IsNullOrEmpty(request.SchemaType) ? SchemaContent.Avro : request.SchemaType;
        if (type is not (SchemaContent.Avro or SchemaContent.Json))
        {
            throw Invalid($"Type {type} is not supported; AVRO and JSON are.");
        }

        if (request.References?.Any(reference => string.IsNullOrEmpty(reference?.Name) || string.IsNullOrEmpty(reference.Subject)) == true)
        {
            throw Invalid("A reference needs its name, subject and version.");
        }

        if (string.IsNullOrWhiteSpace(request.Schema))
        {
            throw Invalid("Empty schema");
        }

        var content = new SchemaContent(type, Compact(request.Schema, type), [.. request.References ?? []]);
        if (type == SchemaContent.Avro)
        {
            var parsed = Avro(content);
            return normalize ? content with { Text = parsed.ToString() } : content;
        }

        await JsonAsync(content);
        return content;
    }

    /// <exception cref="RegistryException">422/42201: it is no Avro schema.</exception>
    public Schema Avro(SchemaContent content)
    {
        try
        {
            return SchemaText.ParseAvro(content.Text, Collect(content).Select(reference => reference.Text));
        }
        catch (FormatException none)
        {
            throw Invalid(none.Message);
        }
    }

    /// <exception cref="RegistryException">422/42201: it is no JSON Schema.</exception>
    public async Task<JsonSchema> JsonAsync(SchemaContent content)
    {
        try
        {
            return await SchemaText.ParseJsonAsync(
                content.Text, Collect(content).DistinctBy(reference => reference.Name).ToDictionary(reference => reference.Name, reference => reference.Text));
        }
        catch (FormatException none)
        {
            throw Invalid(none.Message);
        }
    }

    private static RegistryException Invalid(string why) => new(RegistryError.InvalidSchema(why));

    /// <summary>Without white space; an Avro schema that only names a primitive type is that name.</summary>
    private static string Compact(string text, string schemaType)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { AllowDuplicateProperties = false });
            var root = document.RootElement;
            return schemaType == SchemaContent.Avro && root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() == 1 && root.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String && Primitives.Contains(type.GetString())
                ? JsonSerializer.Serialize(type, Answers.Json)
                : JsonSerializer.Serialize(root, Answers.Json);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw Invalid(malformed.Message); // the latter at half a surrogate pair in a name
        }
    }

    /// <summary>What a schema refers to, the innermost first.</summary>
    private List<(string Name, string Text)> Collect(SchemaContent content)
    {
        var found = new List<(string Name, string Text)>();
        Collect(content, found, []);
        return found;
    }

    private void Collect(SchemaContent content, List<(string Name, string Text)> found, HashSet<(string Subject, int Version)> seen)
    {
        foreach (var reference in content.References)
        {
            var version = Array.Find(state.VersionsOf(reference.Subject), version => version.Version == reference.Version)
                ?? throw Invalid($"No schema reference found for subject \"{reference.Subject}\" and version {reference.Version}");
            if (seen.Add((reference.Subject, reference.Version)))
            {
                Collect(version.Content, found, seen);
                found.Add((reference.Name, version.Content.Text));
            }
        }
    }
}
