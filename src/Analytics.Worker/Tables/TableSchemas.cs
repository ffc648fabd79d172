using Analytics.Delta;
using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Tables;

/// <summary>A pipeline's columns as a Delta schema.</summary>
internal static class TableSchemas
{
    public static DeltaSchema From(IEnumerable<PipelineColumn> columns) =>
        new([.. columns.Select(column => new DeltaColumn(column.Name, ToDelta(column.Type)))]);

    private static DeltaType ToDelta(ColumnType type) => type switch
    {
        ColumnType.Integer => DeltaType.Integer,
        ColumnType.Long => DeltaType.Long,
        ColumnType.Double => DeltaType.Double,
        ColumnType.String => DeltaType.String,
        ColumnType.Timestamp => DeltaType.Timestamp,
        ColumnType.DoubleArray => DeltaType.DoubleArray,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type."),
    };
}
