using Microsoft.Extensions.Time.Testing;

namespace Analytics.Delta.Tests;

/// <summary>Tables and files for the tests.</summary>
internal static class Tables
{
    public static readonly DeltaSchema Schema = new([new DeltaColumn("n", DeltaType.Long), new DeltaColumn("text", DeltaType.String)]);

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 20, 30, TimeSpan.Zero);

    public static Task<DeltaTable> OpenAsync(MemoryStore store, DeltaSchema? schema = null, DeltaTableOptions? options = null) =>
        DeltaTable.OpenOrCreateAsync(
            store, "tables/t", schema ?? Schema, new FakeTimeProvider(Now), TestContext.Current.CancellationToken, options);

    /// <summary>A file as the log names it; its content does not matter to the log.</summary>
    public static DataFile File(string name, long rows = 1) => new($"{name}.parquet", 100, $$"""{"numRecords":{{rows}}}""");
}
