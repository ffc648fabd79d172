using System.Globalization;
using NJsonSchema;
using static Ingest.SchemaRegistry.Compatibility.JsonDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>The rules for arrays, whose items have all the same schema, or one each by their place.</summary>
internal sealed class JsonArrays(JsonComparison comparison)
{
    public static bool HasKeywords(JsonSchema schema) =>
        schema.Item is not null || schema.Items.Count > 0 || !schema.AllowAdditionalItems || schema.AdditionalItemsSchema is not null
        || schema.MaxItems > 0 || schema.MinItems > 0 || schema.UniqueItems;

    public IEnumerable<JsonDifference> Compare(JsonSchema reader, JsonSchema writer, string path) =>
    [
        .. AllItems(reader.Item, writer.Item, $"{path}/items"),
        .. Enumerable.Range(0, Math.Max(reader.Items.Count, writer.Items.Count))
            .SelectMany(index => ItemAt(index, reader, writer, string.Create(CultureInfo.InvariantCulture, $"{path}/items/{index}"))),
        .. Additional(reader, writer, $"{path}/additionalItems"),
        .. JsonLimits.Highest(
            JsonLimits.UnlessZero(reader.MaxItems), JsonLimits.UnlessZero(writer.MaxItems), $"{path}/maxItems", MAX_ITEMS_ADDED, MAX_ITEMS_DECREASED),
        .. JsonLimits.Lowest(
            JsonLimits.UnlessZero(reader.MinItems), JsonLimits.UnlessZero(writer.MinItems), $"{path}/minItems", MIN_ITEMS_ADDED, MIN_ITEMS_INCREASED),
        .. reader.UniqueItems && !writer.UniqueItems ? Found(UNIQUE_ITEMS_ADDED, $"{path}/uniqueItems") : [],
    ];

    private IEnumerable<JsonDifference> AllItems(JsonSchema? reader, JsonSchema? writer, string path) =>
        reader is null ? [] : writer is null ? Found(SCHEMA_ADDED, path) : comparison.Compare(reader, writer, path);

    private IEnumerable<JsonDifference> ItemAt(int index, JsonSchema reader, JsonSchema writer, string path)
    {
        var after = reader.Items.ElementAtOrDefault(index);
        var before = writer.Items.ElementAtOrDefault(index);
        return after is null ? Removed(before!, reader, path)
            : before is null ? Added(after, writer, path)
            : comparison.Compare(after, before, path);
    }

    private IEnumerable<JsonDifference> Removed(JsonSchema before, JsonSchema reader, string path) =>
        reader.AdditionalItemsSchema is { } others ? Covered(others, before, path, ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL)
        : reader.AllowAdditionalItems ? []
        : Found(ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL, path);

    private IEnumerable<JsonDifference> Added(JsonSchema after, JsonSchema writer, string path) =>
        writer.AdditionalItemsSchema is { } others ? Covered(after, others, path, ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL)
        : !writer.AllowAdditionalItems || comparison.IsAnything(after) ? []
        : Found(ITEM_ADDED_TO_OPEN_CONTENT_MODEL, path);

    private IEnumerable<JsonDifference> Covered(JsonSchema reader, JsonSchema writer, string path, JsonDifferenceType otherwise)
    {
        var differences = comparison.Compare(reader, writer, path);
        return differences.Count == 0 ? [] : [.. differences, new(otherwise, path)];
    }

    private IEnumerable<JsonDifference> Additional(JsonSchema reader, JsonSchema writer, string path) =>
        reader.AllowAdditionalItems != writer.AllowAdditionalItems ? reader.AllowAdditionalItems ? [] : Found(ADDITIONAL_ITEMS_REMOVED, path)
        : reader.AdditionalItemsSchema is not { } after ? []
        : writer.AdditionalItemsSchema is { } before ? comparison.Compare(after, before, path)
        : Found(ADDITIONAL_ITEMS_NARROWED, path);

    private static JsonDifference[] Found(JsonDifferenceType type, string path) => [new(type, path)];
}
