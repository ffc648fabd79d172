namespace Analytics.Delta;

/// <summary>A column of a table. It may be null in any row.</summary>
/// <param name="Name">Its name, as in the Parquet files.</param>
/// <param name="Type">What it holds.</param>
public sealed record DeltaColumn(string Name, DeltaType Type);
