using Newtonsoft.Json.Linq;
using NJsonSchema;
using static Ingest.SchemaRegistry.Compatibility.JsonDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>The keyword <c>dependencies</c>: what must be so if a property is there. The schema library passes it on unread.</summary>
internal static class JsonDependencies
{
    private const string Keyword = "dependencies";

    public static bool HasKeyword(JsonSchema schema) => Of(schema).HasValues;

    public static IEnumerable<JsonDifference> Compare(JsonSchema reader, JsonSchema writer, string path)
    {
        var before = Of(writer);
        return Of(reader).Properties()
            .Select(after => (Type: Compare(after.Value, before[after.Name]), after.Name))
            .Where(found => found.Type is not null)
            .Select(found => new JsonDifference(found.Type!.Value, $"{path}/{Keyword}/{found.Name}"));
    }

    /// <summary>Schemas are not compared further: one that changed is one that was added.</summary>
    private static JsonDifferenceType? Compare(JToken after, JToken? before) => (after, before) switch
    {
        (JArray names, JArray others) => Compare([.. names.Select(name => $"{name}")], [.. others.Select(name => $"{name}")]),
        (JArray, _) => DEPENDENCY_ARRAY_ADDED,
        _ => JToken.DeepEquals(after, before) ? null : DEPENDENCY_SCHEMA_ADDED,
    };

    private static JsonDifferenceType? Compare(HashSet<string> after, HashSet<string> before) =>
        after.IsSubsetOf(before) ? null
        : after.IsSupersetOf(before) ? DEPENDENCY_ARRAY_EXTENDED
        : DEPENDENCY_ARRAY_CHANGED;

    private static JObject Of(JsonSchema schema) =>
        schema.ExtensionData is { } more && more.TryGetValue(Keyword, out var value) && value is not null && JToken.FromObject(value) is JObject dependencies
            ? dependencies
            : [];
}
