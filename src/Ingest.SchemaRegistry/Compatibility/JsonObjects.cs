using System.Text.RegularExpressions;
using NJsonSchema;
using static Ingest.SchemaRegistry.Compatibility.JsonDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>The rules for objects, their properties and content models.</summary>
internal sealed class JsonObjects(JsonComparison comparison)
{
    /// <summary>A pattern of the user's may be such that it takes for ever; names of properties are short.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(100);

    public static bool HasKeywords(JsonSchema schema) =>
        schema.Properties.Count > 0 || schema.PatternProperties.Count > 0 || schema.RequiredProperties.Count > 0
        || !schema.AllowAdditionalProperties || schema.AdditionalPropertiesSchema is not null
        || schema.MaxProperties > 0 || schema.MinProperties > 0
        || JsonDependencies.HasKeyword(schema);

    public IEnumerable<JsonDifference> Compare(JsonSchema reader, JsonSchema writer, string path) =>
    [
        .. Required(reader, writer, $"{path}/required"),
        .. writer.Properties.Keys.Union(reader.Properties.Keys).SelectMany(name => Property(name, reader, writer, $"{path}/properties/{name}")),
        .. JsonDependencies.Compare(reader, writer, path),
        .. Additional(reader, writer, $"{path}/additionalProperties"),
        .. JsonLimits.Highest(
            JsonLimits.UnlessZero(reader.MaxProperties), JsonLimits.UnlessZero(writer.MaxProperties),
            $"{path}/maxProperties", MAX_PROPERTIES_ADDED, MAX_PROPERTIES_DECREASED),
        .. JsonLimits.Lowest(
            JsonLimits.UnlessZero(reader.MinProperties), JsonLimits.UnlessZero(writer.MinProperties),
            $"{path}/minProperties", MIN_PROPERTIES_ADDED, MIN_PROPERTIES_INCREASED),
    ];

    /// <summary>Confluent's registry looks at properties only that both schemas describe.</summary>
    private static IEnumerable<JsonDifference> Required(JsonSchema reader, JsonSchema writer, string path) =>
        from name in writer.Properties.Keys.Intersect(reader.Properties.Keys)
        where IsRequiredWithoutDefault(reader, name) && !writer.RequiredProperties.Contains(name)
        select new JsonDifference(REQUIRED_ATTRIBUTE_ADDED, $"{path}/{name}");

    private IEnumerable<JsonDifference> Property(string name, JsonSchema reader, JsonSchema writer, string path) =>
        !reader.Properties.TryGetValue(name, out var after) ? Removed(name, writer.Properties[name], reader, path)
        : !writer.Properties.TryGetValue(name, out var before) ? Added(name, after, reader, writer, path)
        : comparison.Compare(after, before, path);

    /// <summary>What the writer wrote there must be valid as some other property.</summary>
    private IEnumerable<JsonDifference> Removed(string name, JsonSchema before, JsonSchema reader, string path) =>
        IsOpen(reader) ? []
        : SchemaOfOthers(reader, name) is { } others ? Covered(others, before, path, PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL)
        : [new(PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL, path)];

    /// <summary>What the writer may have written there, as some other property, must be valid.</summary>
    private IEnumerable<JsonDifference> Added(string name, JsonSchema after, JsonSchema reader, JsonSchema writer, string path)
    {
        if (IsOpen(writer))
        {
            return comparison.IsAnything(after) ? [] : [new(PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL, path)];
        }

        IEnumerable<JsonDifference> differences = SchemaOfOthers(writer, name) is { } others
            ? Covered(after, others, path, PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL)
            : [];
        return IsRequiredWithoutDefault(reader, name) ? [.. differences, new(REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL, path)] : differences;
    }

    private IReadOnlyList<JsonDifference> Covered(JsonSchema reader, JsonSchema writer, string path, JsonDifferenceType otherwise)
    {
        var differences = comparison.Compare(reader, writer, path);
        return differences.Count == 0 ? differences : [.. differences, new(otherwise, path)];
    }

    private IEnumerable<JsonDifference> Additional(JsonSchema reader, JsonSchema writer, string path) =>
        reader.AllowAdditionalProperties != writer.AllowAdditionalProperties
            ? reader.AllowAdditionalProperties ? [] : [new(ADDITIONAL_PROPERTIES_REMOVED, path)]
        : reader.AdditionalPropertiesSchema is not { } after ? []
        : writer.AdditionalPropertiesSchema is { } before ? comparison.Compare(after, before, path)
        : [new(ADDITIONAL_PROPERTIES_NARROWED, path)];

    private static bool IsOpen(JsonSchema schema) =>
        schema.AllowAdditionalProperties && schema.AdditionalPropertiesSchema is null && schema.PatternProperties.Count == 0;

    /// <summary>What a property that is not described must be like; null if the model has nothing to say about it.</summary>
    private static JsonSchema? SchemaOfOthers(JsonSchema schema, string name) =>
        schema.PatternProperties.FirstOrDefault(each => IsMatch(name, each.Key)).Value ?? schema.AdditionalPropertiesSchema;

    private static bool IsMatch(string name, string pattern)
    {
        try
        {
            return Regex.IsMatch(name, pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (Exception failure) when (failure is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern that cannot be applied covers nothing, which errs on the side of incompatible.
            return false;
        }
    }

    private static bool IsRequiredWithoutDefault(JsonSchema schema, string name) =>
        schema.RequiredProperties.Contains(name) && schema.Properties[name].Default is null;
}
