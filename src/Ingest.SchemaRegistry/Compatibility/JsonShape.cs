using NJsonSchema;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>What kind of rule a schema, or one of several in it, is.</summary>
internal enum JsonKind
{
    /// <summary>No rule: every value is valid.</summary>
    Anything,
    Object,
    Array,
    String,
    Number,
    Integer,
    Boolean,
    Null,
    Enum,
    Not,
    AnyOf,
    OneOf,
    AllOf,
}

/// <summary>
/// One rule of a schema. A schema that states several beside one another, such as a type and an enum, is the
/// <see cref="JsonKind.AllOf"/> of them, and one with a list of types is the <see cref="JsonKind.AnyOf"/> of those:
/// so does the library that Confluent's registry compares with, and its rules need it.
/// </summary>
internal sealed class JsonShape(JsonKind kind, JsonSchema schema, Func<IReadOnlyList<JsonShape>>? parts = null)
{
    private IReadOnlyList<JsonShape>? _parts;

    public JsonKind Kind => kind;

    public JsonSchema Schema => schema;

    /// <summary>What is combined; made when asked for, since a schema may contain itself.</summary>
    public IReadOnlyList<JsonShape> Parts => _parts ??= parts?.Invoke() ?? [];

    public bool IsCombined => kind is JsonKind.AnyOf or JsonKind.OneOf or JsonKind.AllOf;
}
