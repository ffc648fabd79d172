using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>Values and names as DuckDB's SQL writes them.</summary>
internal static class SqlText
{
    /// <summary>Text in quotes.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name in quotes.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A list of files to read, each exactly as it is called: DuckDB takes paths for patterns.</summary>
    public static string Files(IEnumerable<string> paths) => $"[{string.Join(", ", paths.Select(path => Literal(Exactly(path))))}]";

    /// <summary>The column cast to its own type and under its own name, for a SELECT list.</summary>
    public static string Column(PipelineColumn column) => $"CAST({Name(column.Name)} AS {Type(column.Type)}) AS {Name(column.Name)}";

    /// <summary>DuckDB's word for a type; its Parquet writer gives the physical type that Delta asks for.</summary>
    public static string Type(ColumnType type) => type switch
    {
        ColumnType.Integer => "INTEGER",
        ColumnType.Long => "BIGINT",
        ColumnType.Double => "DOUBLE",
        ColumnType.String => "VARCHAR",
        ColumnType.Timestamp => "TIMESTAMP WITH TIME ZONE",
        ColumnType.DoubleArray => "DOUBLE[]",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such column type."),
    };

    /// <summary>DuckDB knows no option to take a path literally; a character in brackets stands for itself.</summary>
    private static string Exactly(string path) => path
        .Replace("[", "[[]", StringComparison.Ordinal)
        .Replace("*", "[*]", StringComparison.Ordinal)
        .Replace("?", "[?]", StringComparison.Ordinal);
}
