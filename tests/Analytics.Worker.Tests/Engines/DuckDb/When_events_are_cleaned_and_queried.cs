using Analytics.Worker.Pipelines;
using CsCheck;
using Ingest.Testing.Pinterest;

namespace Analytics.Worker.Tests.Engines.DuckDb;

/// <summary>The SQL files against the same rules in plain C#.</summary>
public sealed class When_events_are_cleaned_and_queried
{
    public static TheoryData<int, string> Runs => new(
        from count in new[] { 1, 2, 277, 2239 }
        from median in new[] { nameof(Median.Exact), nameof(Median.Discrete) }
        select (count, median));

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Rows_and_tables_are_those_of_the_plain_rules(int count, string median)
    {
        // Without the recorded events, made-up ones of the same profile.
        var events = PinterestEvents.Folder is { } folder
            ? PinterestEvents.Read(folder, count)
            : new PinterestGenerator(seed: 100, oddOneIn: 0).Draw(count);

        await OracleComparison.AssertSameAsync(events, Enum.Parse<Median>(median));
    }

    [Fact]
    public async Task So_they_are_for_odd_events()
    {
        var run =
            from seed in Gen.Int
            from count in Gen.Int[0, 120]
            from oddOneIn in Gen.OneOf(Gen.Const(0), Gen.Const(3), Gen.Const(10), Gen.Const(60))
            from median in Gen.Enum<Median>()
            select (seed, count, oddOneIn, median);

        await run.SampleAsync(
            each => OracleComparison.AssertSameAsync(new PinterestGenerator(each.seed, each.oddOneIn).Draw(each.count), each.median),
            iter: 15,
            threads: 1);
    }

    [Fact]
    public async Task Sources_without_files_give_empty_tables()
    {
        using var run = new EngineRun();
        var results = await run.Engine.QueryAsync(
            new Dictionary<string, IReadOnlyList<string>> { ["pin"] = [] }, run.NewDirectory(), TestContext.Current.CancellationToken);

        Assert.Equal(9, results.Count);
        Assert.All(results, result => Assert.Empty(result.Rows));
        Assert.All(results, result => Assert.Empty(run.Read(result.ParquetPath)));
        Assert.Equal(
            [new("age_group", ColumnType.String), new("post_year", ColumnType.Integer), new("median_follower_count", ColumnType.Double)],
            results[8].Columns);
    }
}
