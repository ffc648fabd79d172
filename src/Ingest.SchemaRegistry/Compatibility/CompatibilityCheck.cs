using Ingest.SchemaRegistry.Configs;
using Ingest.SchemaRegistry.Schemas;
using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Wire;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Holds a schema against those that a subject has, by the subject's level.</summary>
internal sealed class CompatibilityCheck(RegistryState state, SchemaParser parser)
{
    /// <exception cref="RegistryException">409: it does not go with them.</exception>
    public async Task CheckAsync(string subject, SchemaContent content, SchemaVersion[] versions)
    {
        if (await FindAsync(subject, content, versions) is { Count: > 0 } reasons)
        {
            throw new RegistryException(RegistryError.Incompatible(reasons));
        }
    }

    /// <summary>Why a schema does not go with a subject's versions, in their order; nothing when it does.</summary>
    /// <param name="subject">Whose level counts.</param>
    /// <param name="content">The new schema.</param>
    /// <param name="versions">Those that it is held against: the last of them only, unless the level is transitive.</param>
    public async Task<IReadOnlyList<string>> FindAsync(string subject, SchemaContent content, SchemaVersion[] versions)
    {
        var level = Levels.Of(state, subject);
        if (level == "NONE" || versions.Length == 0)
        {
            return [];
        }

        var reasons = new List<string>();
        foreach (var old in (level.EndsWith("_TRANSITIVE", StringComparison.Ordinal) ? versions : versions[^1..]).Reverse())
        {
            if (!level.StartsWith("FORWARD", StringComparison.Ordinal))
            {
                reasons.AddRange(await CompareAsync(content, old.Content, readerIsNew: true));
            }

            if (!level.StartsWith("BACKWARD", StringComparison.Ordinal))
            {
                reasons.AddRange(await CompareAsync(old.Content, content, readerIsNew: false));
            }

            if (reasons.Count > 0)
            {
                reasons.Add($"{{oldSchemaVersion: {old.Version}}}");
                reasons.Add($"{{oldSchema: '{old.Content.Text}'}}");
                break;
            }
        }

        return reasons.Count == 0 ? reasons : [.. reasons, $"{{compatibility: '{level}'}}"];
    }

    private async Task<IReadOnlyList<string>> CompareAsync(SchemaContent reader, SchemaContent writer, bool readerIsNew)
    {
        try
        {
            return reader.Type != writer.Type ? [$"{{errorType:'TYPE_MISMATCH', description:'The schema types are different: {reader.Type} and {writer.Type}'}}"]
                : reader.Type == SchemaContent.Avro ? AvroCompatibility.Check(parser.Avro(reader), parser.Avro(writer), readerIsNew)
                : JsonCompatibility.Check(await parser.JsonAsync(reader), await parser.JsonAsync(writer), readerIsNew);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new RegistryException(RegistryError.InvalidSchema("it is nested too deeply")); // before the stack ends
        }
    }
}
