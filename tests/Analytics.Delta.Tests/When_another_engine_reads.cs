using DuckDB.NET.Data;
using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Delta.Tests;

/// <summary>ClickHouse with delta-kernel (npm chdb) reads what we write.</summary>
public sealed class When_another_engine_reads
{
    private static readonly DeltaSchema AllTypes = new(
    [
        new DeltaColumn("i", DeltaType.Integer),
        new DeltaColumn("l", DeltaType.Long),
        new DeltaColumn("d", DeltaType.Double),
        new DeltaColumn("s", DeltaType.String),
        new DeltaColumn("b", DeltaType.Binary),
        new DeltaColumn("t", DeltaType.Timestamp),
        new DeltaColumn("a", DeltaType.DoubleArray),
    ]);

    [Fact]
    public async Task It_finds_every_row_with_every_type()
    {
        Node.SkipUnlessInstalled("chdb");
        var cancellation = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        var store = new MemoryStore();
        using var table = await DeltaTable.OpenOrCreateAsync(store, "tables/all", AllTypes, new FakeTimeProvider(Tables.Now), cancellation);
        var stats = """{"numRecords":3,"minValues":{"i":0},"maxValues":{"i":2},"nullCount":{"i":0,"s":1}}""";
        await table.AppendAsync([await table.AddFileAsync(WriteParquet(directory.Path, "one"), stats, cancellation)], new AppTransaction("batch", 1), cancellation);
        await table.AppendAsync([], new AppTransaction("batch", 2), cancellation);
        await table.AppendAsync([await table.AddFileAsync(WriteParquet(directory.Path, "two"), stats, cancellation)], new AppTransaction("batch", 3), cancellation);
        store.WriteTo(directory.Path);

        Assert.Equal("""{"rows":6,"i":6,"l":"18000000000","d":3,"nulls":2,"b":"BYTES","t":"2020-08-28 03:52:47.000000","a":[1.5,-2.5]}""", await QueryAsync(
            "SELECT toUInt32(count()) AS rows, toUInt32(sum(i)) AS i, toString(sum(l)) AS l, sum(d) AS d, toUInt32(countIf(s IS NULL)) AS nulls, any(b) AS b, toString(any(t)) AS t, any(a) AS a FROM {table}"));
        Assert.Equal("""{"rows":3}""", await QueryAsync("SELECT toUInt32(count()) AS rows FROM {table} SETTINGS delta_lake_snapshot_version = 2"));

        async Task<string> QueryAsync(string sql) => (await Node.RunAsync(
            directory.Path,
            Path.Combine(Node.Directory, "chdb-query.mjs"),
            sql.Replace("{table}", $"deltaLakeLocal('{directory.Path}/tables/all')", StringComparison.Ordinal))).Trim();
    }

    private static string WriteParquet(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".parquet");
        using var database = new DuckDBConnection("DataSource=:memory:");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = $"""
            COPY (SELECT i::INT AS i, 3000000000::BIGINT AS l, 0.5::DOUBLE AS d, nullif('text ' || i, 'text 1') AS s, 'BYTES'::BLOB AS b,
                         TIMESTAMPTZ '2020-08-28 03:52:47+00' AS t, [1.5::DOUBLE, -2.5] AS a
                  FROM range(3) AS rows(i)) TO '{path}' (FORMAT parquet)
            """;
        command.ExecuteNonQuery();
        return path;
    }
}
