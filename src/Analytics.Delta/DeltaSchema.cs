using System.Text.Json.Nodes;

namespace Analytics.Delta;

/// <summary>The columns of a table, in order.</summary>
/// <remarks>Written as the protocol's <c>schemaString</c>: a Spark struct type in JSON.</remarks>
public sealed class DeltaSchema
{
    /// <summary>A schema of these columns.</summary>
    /// <exception cref="ArgumentException">There is no column, or two share a name; Delta does not tell <c>A</c> from <c>a</c>.</exception>
    public DeltaSchema(IReadOnlyList<DeltaColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0)
        {
            throw new ArgumentException("A table needs a column.", nameof(columns));
        }

        if (columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } repeated)
        {
            throw new ArgumentException($"There is more than one column '{repeated.Key}'.", nameof(columns));
        }

        Columns = columns;
        SchemaString = ToStruct(columns).ToJsonString();
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<DeltaColumn> Columns { get; }

    /// <summary>The schema as the log holds it.</summary>
    public string SchemaString { get; }

    /// <summary>Whether another schema string says the same, whatever its spacing and order of members.</summary>
    internal bool Matches(string schemaString) => JsonNode.DeepEquals(JsonNode.Parse(SchemaString), JsonNode.Parse(schemaString));

    private static JsonObject ToStruct(IEnumerable<DeltaColumn> columns) => new()
    {
        ["type"] = "struct",
        ["fields"] = new JsonArray([.. columns.Select(column => new JsonObject
        {
            ["name"] = column.Name,
            ["type"] = ToJson(column.Type),
            ["nullable"] = true,
            ["metadata"] = new JsonObject(),
        })]),
    };

    private static JsonNode ToJson(DeltaType type) => type switch
    {
        DeltaType.Integer => "integer",
        DeltaType.Long => "long",
        DeltaType.Double => "double",
        DeltaType.String => "string",
        DeltaType.Binary => "binary",
        DeltaType.Timestamp => "timestamp",
        DeltaType.DoubleArray => new JsonObject { ["type"] = "array", ["elementType"] = "double", ["containsNull"] = true },
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type."),
    };
}
