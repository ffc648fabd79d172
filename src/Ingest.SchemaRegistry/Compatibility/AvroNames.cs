using System.Text.Json;
using Avro;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Whether named schemas and fields correspond.</summary>
internal sealed class AvroNames
{
    private readonly Dictionary<NamedSchema, HashSet<string>> _aliases = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// The unqualified names are the same, or the writer's full name is an alias of the reader's.
    /// The specification's "both schemas are records with the same (unqualified) name".
    /// </summary>
    public bool Match(NamedSchema reader, NamedSchema writer) =>
        reader.Name == writer.Name || AliasesOf(reader).Contains(writer.Fullname);

    /// <summary>The writer's field with the name of the reader's, or with an alias of it; null if it writes none.</summary>
    public static Field? FieldFor(Field reader, RecordSchema writer) =>
        new[] { reader.Name }.Concat(reader.Aliases ?? [])
            .Select(name => writer.TryGetField(name, out var field) ? field : null)
            .FirstOrDefault(field => field is not null);

    /// <summary>The library keeps aliases to itself, but writes them, as full names.</summary>
    private HashSet<string> AliasesOf(NamedSchema schema)
    {
        if (!_aliases.TryGetValue(schema, out var aliases))
        {
            using var json = JsonDocument.Parse(schema.ToString());
            aliases = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("aliases", out var listed)
                ? [.. listed.EnumerateArray().Select(alias => alias.GetString()!)]
                : [];
            _aliases[schema] = aliases;
        }

        return aliases;
    }
}
