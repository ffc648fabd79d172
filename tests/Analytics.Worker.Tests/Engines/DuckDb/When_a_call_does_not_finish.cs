using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using Ingest.Testing;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Tests.Engines.DuckDb;

public sealed class When_a_call_does_not_finish
{
    [Fact]
    public async Task Cancelling_interrupts_the_query_and_frees_its_turn()
    {
        using var directory = new TemporaryDirectory();
        using var engine = Engine("SELECT count(*) AS n FROM range(10000000000000) AS t(i) WHERE i % 7 = 8", callsMax: 1);

        // The statement does not end by itself; by then it runs, and if it does not yet, the outcome is the same.
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        // The second call waits for the turn of the first.
        var running = engine.QueryAsync(NoFiles, directory.Path, stop.Token);
        var waiting = engine.QueryAsync(NoFiles, directory.Path, stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => engine.CleanAsync(Source, [], SourcePosition.Batch, directory.Path, stop.Token));
        var batch = await engine.CleanAsync(Source, [], SourcePosition.Batch, directory.Path, TestContext.Current.CancellationToken);
        Assert.Equal(0, batch.Rows);
    }

    [Theory]
    [InlineData("SELECT nothing FROM pin_distinct", "queries/q.sql: Binder Error")]
    [InlineData("SELECT CAST(1 AS HUGEINT) AS n", "queries/q.sql: column n is HUGEINT; cast it")]
    [InlineData("SELECT i FROM range(11) AS t(i)", "queries/q.sql: the answer has more than 10 rows")]
    [InlineData("SELECT 1 AS i); DROP TABLE pin_distinct; SELECT (1", "queries/q.sql: Parser Error")]
    [InlineData("SELECT count(*) AS n FROM read_csv('https://example.org/x.csv')", "queries/q.sql: ")]
    public async Task A_query_that_does_not_hold_names_its_file(string sql, string error)
    {
        using var directory = new TemporaryDirectory();
        using var engine = Engine(sql);

        var failure = await Assert.ThrowsAsync<PipelineSqlException>(
            () => engine.QueryAsync(NoFiles, directory.Path, TestContext.Current.CancellationToken));

        Assert.StartsWith(error, failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(directory.Path, ".spill")));
    }

    [Fact]
    public async Task A_source_that_there_is_not_is_an_error()
    {
        using var run = new EngineRun();
        await Assert.ThrowsAsync<ArgumentException>(() => run.Engine.QueryAsync(
            new Dictionary<string, IReadOnlyList<string>> { ["pins"] = [] }, run.NewDirectory(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_line_that_is_no_number_is_an_error()
    {
        using var run = new EngineRun();
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => run.Engine.CleanAsync(
            run.Pipeline.Source("pin"), [new RawRecord("o", "1e3", "{}"u8.ToArray())], SourcePosition.Batch, run.NewDirectory(), TestContext.Current.CancellationToken));

        Assert.Contains("_line of a record of o is '1e3'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT *, NULL AS _rejected, 1 AS ind FROM pin_json WHERE _row > 0", "pin_sink gives 1 rows for 2 records")]
    [InlineData("SELECT *, NULL AS _rejected, 1 AS ind FROM pin_json UNION ALL SELECT *, NULL, 1 FROM pin_json", "pin_sink gives 4 rows for 2 records")]
    [InlineData("SELECT *, NULL AS _rejected FROM pin_json", "Binder Error")]
    public async Task Cleaning_that_loses_or_repeats_rows_is_an_error(string sink, string error)
    {
        using var directory = new TemporaryDirectory();
        using var engine = Engine("SELECT 1 AS i", sink: sink);
        RawRecord[] records = [new("o", "0", "{}"u8.ToArray()), new("o", "1", "{}"u8.ToArray())];

        var failure = await Assert.ThrowsAsync<PipelineSqlException>(
            () => engine.CleanAsync(Source, records, SourcePosition.Batch, directory.Path, TestContext.Current.CancellationToken));

        Assert.StartsWith("sinks.duckdb.sql: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
    }

    private static PipelineSource Source { get; } = new("pin", "t", "s", "d", ["index"], [new PipelineColumn("ind", ColumnType.Integer)]);

    private static Dictionary<string, IReadOnlyList<string>> NoFiles { get; } = [];

    private static DuckDbEngine Engine(
        string sql, int callsMax = 2, string sink = "SELECT *, NULL AS _rejected, 1 AS ind FROM pin_json")
    {
        var cleaning = new SqlScript("sinks.duckdb.sql", $"CREATE TEMPORARY VIEW pin_sink AS {sink}");
        var query = new PipelineQuery("Q", "A question", new SqlScript("queries/q.sql", sql));
        return new DuckDbEngine(
            new Pipeline("test", "demo", Median.Exact, [Source], [cleaning], [query]),
            Options.Create(new DuckDbOptions { CallsMax = callsMax, ResultRowsMax = 10 }));
    }
}
