using NJsonSchema;
using static Ingest.SchemaRegistry.Compatibility.JsonDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Compares a reader's and a writer's schema and all that they consist of.</summary>
internal sealed class JsonComparison
{
    private readonly KnownPairs<JsonShape, JsonDifference> _known = new();
    private readonly JsonShapes _shapes = new();
    private readonly JsonObjects _objects;
    private readonly JsonArrays _arrays;
    private readonly JsonCombinations _combinations;

    public JsonComparison()
    {
        _objects = new(this);
        _arrays = new(this);
        _combinations = new(this);
    }

    /// <summary>The path as it is written, which has a stroke also at the root.</summary>
    public static string At(string path) => path == "#" ? "#/" : path;

    /// <summary>All differences between the two, none twice.</summary>
    public IReadOnlyList<JsonDifference> Compare(JsonSchema reader, JsonSchema writer, string path) =>
        Compare(_shapes.Of(reader), _shapes.Of(writer), path);

    /// <inheritdoc cref="Compare(JsonSchema, JsonSchema, string)"/>
    public IReadOnlyList<JsonDifference> Compare(JsonShape reader, JsonShape writer, string path) =>
        _known.DifferencesOf(reader, writer, () => Differences(reader, writer, path));

    /// <summary>Whether the schema has no rule.</summary>
    public bool IsAnything(JsonSchema schema) => _shapes.Of(schema).Kind == JsonKind.Anything;

    private IEnumerable<JsonDifference> Differences(JsonShape reader, JsonShape writer, string path) =>
        reader.Kind == JsonKind.Anything || _combinations.IsCoveredByAPart(reader, writer, path) ? []
        : (reader.IsCombined && writer.IsCombined) ? _combinations.Compare(reader, writer, path)
        : (reader.Kind, writer.Kind) switch
        {
            (JsonKind.Number, JsonKind.Integer) => JsonLimits.OfNumbers(reader.Schema, writer.Schema, path),
            (JsonKind.Integer, JsonKind.Number) => [.. JsonLimits.OfNumbers(reader.Schema, writer.Schema, path), new(TYPE_NARROWED, At(path))],
            (var one, var other) when one != other => [new(TYPE_CHANGED, At(path))],
            (JsonKind.Object, _) => _objects.Compare(reader.Schema, writer.Schema, path),
            (JsonKind.Array, _) => _arrays.Compare(reader.Schema, writer.Schema, path),
            (JsonKind.String, _) => JsonLimits.OfStrings(reader.Schema, writer.Schema, path),
            (JsonKind.Number or JsonKind.Integer, _) => JsonLimits.OfNumbers(reader.Schema, writer.Schema, path),
            (JsonKind.Enum, _) => JsonEnums.Compare(reader.Schema, writer.Schema, path),
            (JsonKind.Not, _) => Excluded(reader.Schema.Not!, writer.Schema.Not!, $"{path}/not"),
            _ => [],
        };

    /// <summary>What is excluded must have been excluded before, so the two change places.</summary>
    private IEnumerable<JsonDifference> Excluded(JsonSchema reader, JsonSchema writer, string path) =>
        Compare(writer, reader, path).Count == 0 ? [] : [new(NOT_TYPE_EXTENDED, path)];
}
