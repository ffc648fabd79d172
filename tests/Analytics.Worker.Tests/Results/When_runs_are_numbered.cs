using Analytics.Delta.Tests;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Results;

namespace Analytics.Worker.Tests.Results;

public sealed class When_runs_are_numbered
{
    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 2")]
    [InlineData("3")]
    [InlineData("4 5 6 7 8")]
    [InlineData("1 1000000007")]
    public async Task The_latest_is_found_though_older_ones_are_gone(string there)
    {
        var store = new MemoryStore();
        var numbers = new RunNumbers(store, "p");
        var runs = there.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToList();
        foreach (var run in runs)
        {
            store.Put(numbers.KeyOf(run, "Q1"), "");
        }

        Assert.Equal(runs.LastOrDefault(), await numbers.FindLatestAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Csv_quotes_what_has_to_be_quoted()
    {
        var result = new QueryResult(
            "Q", "t", [new PipelineColumn("a,b", ColumnType.String), new PipelineColumn("n", ColumnType.Double)],
            [["plain", 1.5], ["with \"quotes\", and\nlines", null], ["", 60000d], [null, 1e21]], "");

        Assert.Equal("\"a,b\",n\r\nplain,1.5\r\n\"with \"\"quotes\"\", and\nlines\",\r\n\"\",60000\r\n,1E+21\r\n", CsvText.Of(result));
    }
}
