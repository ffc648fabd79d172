namespace Analytics.Worker.Pipelines;

/// <summary>The type of a column, in Delta Lake's terms.</summary>
internal enum ColumnType
{
    /// <summary>32 bits, signed: <c>integer</c>.</summary>
    Integer,

    /// <summary>64 bits, signed: <c>long</c>.</summary>
    Long,

    /// <summary>64-bit floating point: <c>double</c>.</summary>
    Double,

    /// <summary>UTF-8 text: <c>string</c>.</summary>
    String,

    /// <summary>Microseconds since 1970 in UTC: <c>timestamp</c>.</summary>
    Timestamp,

    /// <summary>A list of doubles: <c>array&lt;double&gt;</c>.</summary>
    DoubleArray,
}
