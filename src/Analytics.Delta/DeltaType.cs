namespace Analytics.Delta;

/// <summary>The type of a column, as the Delta protocol names it.</summary>
public enum DeltaType
{
#pragma warning disable CA1720 // The names are the protocol's own.
    /// <summary>32 bits, signed: <c>integer</c>.</summary>
    Integer,

    /// <summary>64 bits, signed: <c>long</c>.</summary>
    Long,

    /// <summary>64-bit floating point: <c>double</c>.</summary>
    Double,

    /// <summary>UTF-8 text: <c>string</c>.</summary>
    String,

    /// <summary>Bytes: <c>binary</c>.</summary>
    Binary,

    /// <summary>Microseconds since 1970 in UTC: <c>timestamp</c>; in Parquet INT64 micros, adjusted to UTC.</summary>
    Timestamp,

    /// <summary>A list of doubles: <c>array&lt;double&gt;</c>.</summary>
    DoubleArray,
#pragma warning restore CA1720
}
