using NJsonSchema;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>The shapes of schemas; a schema has the same one wherever it is referred to.</summary>
internal sealed class JsonShapes
{
    private static readonly (JsonObjectType Type, JsonKind Kind)[] Types =
    [
        (JsonObjectType.Object, JsonKind.Object), (JsonObjectType.Array, JsonKind.Array), (JsonObjectType.String, JsonKind.String),
        (JsonObjectType.Number, JsonKind.Number), (JsonObjectType.Integer, JsonKind.Integer),
        (JsonObjectType.Boolean, JsonKind.Boolean), (JsonObjectType.Null, JsonKind.Null),
    ];

    private readonly Dictionary<JsonSchema, JsonShape> _shapes = new(ReferenceEqualityComparer.Instance);

    /// <summary>The shape of the schema, or of that which it refers to.</summary>
    public JsonShape Of(JsonSchema schema)
    {
        var target = Follow(schema);
        if (!_shapes.TryGetValue(target, out var shape))
        {
            List<JsonShape> rules = [.. Rules(target)];
            _shapes[target] = shape = rules.Count switch
            {
                0 => new(JsonKind.Anything, target),
                1 => rules[0],
                _ => new(JsonKind.AllOf, target, () => rules),
            };
        }

        return shape;
    }

    /// <summary>References that lead back to themselves say nothing, and anything is valid.</summary>
    private static JsonSchema Follow(JsonSchema schema)
    {
        HashSet<JsonSchema> seen = new(ReferenceEqualityComparer.Instance);
        while (schema.Reference is { } next && seen.Add(schema))
        {
            schema = next;
        }

        return schema;
    }

    private IEnumerable<JsonShape> Rules(JsonSchema schema)
    {
        if (JsonEnums.ValuesOf(schema).Count > 0)
        {
            yield return new(JsonKind.Enum, schema);
        }

        List<JsonShape> types = [.. KindsOf(schema).Select(kind => new JsonShape(kind, schema))];
        if (types.Count > 0)
        {
            yield return types.Count == 1 ? types[0] : new(JsonKind.AnyOf, schema, () => types);
        }

        if (schema.Not is not null)
        {
            yield return new(JsonKind.Not, schema);
        }

        foreach (var (kind, parts) in new[] { (JsonKind.AllOf, schema.AllOf), (JsonKind.AnyOf, schema.AnyOf), (JsonKind.OneOf, schema.OneOf) })
        {
            if (parts.Count > 0)
            {
                yield return new(kind, schema, () => [.. parts.Select(Of)]);
            }
        }
    }

    /// <summary>The stated types, or else the one whose keywords there are.</summary>
    private static IEnumerable<JsonKind> KindsOf(JsonSchema schema) =>
        schema.Type != JsonObjectType.None ? Types.Where(each => schema.Type.HasFlag(each.Type)).Select(each => each.Kind)
        : JsonObjects.HasKeywords(schema) ? [JsonKind.Object]
        : JsonArrays.HasKeywords(schema) ? [JsonKind.Array]
        : JsonLimits.HasKeywordsOfStrings(schema) ? [JsonKind.String]
        : JsonLimits.HasKeywordsOfNumbers(schema) ? [JsonKind.Number]
        : [];
}
