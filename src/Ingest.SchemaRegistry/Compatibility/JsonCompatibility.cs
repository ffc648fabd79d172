using NJsonSchema;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>
/// Whether what is valid by one JSON schema is so by another, by the rules of Confluent's registry: its documentation,
/// "Schema Evolution and Compatibility for Schema Registry", section "JSON Schema compatibility rules".
/// They look at one rule at a time and call some pairs incompatible that are not.
/// </summary>
public static class JsonCompatibility
{
    /// <summary>Why <paramref name="reader"/> may refuse what <paramref name="writer"/> allows, in the words of Confluent's registry; empty if it does not.</summary>
    /// <param name="reader">The schema to read with.</param>
    /// <param name="writer">The schema that documents were written with.</param>
    /// <param name="readerIsNew">Whether the messages call the reader's schema the new one, as for BACKWARD, or the old one, as for FORWARD.</param>
    /// <exception cref="InsufficientExecutionStackException">The schemas are nested too deep to be compared.</exception>
    public static IReadOnlyList<string> Check(JsonSchema reader, JsonSchema writer, bool readerIsNew = true)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(writer);
        var (readerName, writerName) = readerIsNew ? ("new", "old") : ("old", "new");
        return [.. new JsonComparison().Compare(reader, writer, "#").Select(difference => difference.ToMessage(readerName, writerName))];
    }
}
