using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using static Ingest.SchemaRegistry.Compatibility.JsonDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Schemas that list what is valid; <c>const</c> is a list of one.</summary>
internal static class JsonEnums
{
    private const string Constant = "const";

    public static IEnumerable<JsonDifference> Compare(JsonSchema reader, JsonSchema writer, string path)
    {
        var (after, before) = (ValuesOf(reader), ValuesOf(writer));
        return after.IsSupersetOf(before) ? []
            : [new(after.IsSubsetOf(before) ? ENUM_ARRAY_NARROWED : ENUM_ARRAY_CHANGED, $"{path}/{(reader.Enumeration.Count > 0 ? "enum" : Constant)}")];
    }

    /// <summary>The listed values as JSON.</summary>
    public static HashSet<string> ValuesOf(JsonSchema schema) =>
        schema.Enumeration.Count > 0 ? [.. schema.Enumeration.Select(ToJson)]
        : schema.ExtensionData is { } more && more.TryGetValue(Constant, out var value) ? [ToJson(value)]
        : [];

    private static string ToJson(object? value) => (value is null ? JValue.CreateNull() : JToken.FromObject(value)).ToString(Formatting.None);
}
