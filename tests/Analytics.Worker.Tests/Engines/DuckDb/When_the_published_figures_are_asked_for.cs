using Analytics.Worker.Pipelines;
using Ingest.Testing.Pinterest;

namespace Analytics.Worker.Tests.Engines.DuckDb;

/// <summary>The first 277 events of the recorded emulator, whose discrete medians and counts were published.</summary>
public sealed class When_the_published_figures_are_asked_for
{
    [Fact]
    public async Task The_engine_finds_them()
    {
        Assert.SkipWhen(PinterestEvents.Folder is null, $"The recorded events are not here; {PinterestEvents.FolderVariable} names their folder.");
        var events = PinterestEvents.Read(PinterestEvents.Folder, 277);
        using var run = new EngineRun(Median.Discrete);
        var files = new Dictionary<string, IReadOnlyList<string>>
        {
            ["pin"] = [(await run.CleanAsync("pin", events.Pins)).ParquetPath!],
            ["geo"] = [(await run.CleanAsync("geo", events.Geos)).ParquetPath!],
            ["user"] = [(await run.CleanAsync("user", events.Users)).ParquetPath!],
        };

        var results = (await run.Engine.QueryAsync(files, run.NewDirectory(), TestContext.Current.CancellationToken))
            .ToDictionary(result => result.Id, result => result.Rows);

        Assert.Equal(189, results["Q1"].Count);
        Assert.Equal(
            [["18-24", "art", 14L], ["25-35", "finance", 11L], ["36-50", "quotes", 8L], ["+50", "beauty", 3L], ["+50", "education", 3L], ["+50", "vehicles", 3L]],
            results["Q4"]);
        Assert.Equal([["18-24", 60_000L], ["25-35", 31_000L], ["36-50", 6_000L], ["+50", 3_000L]], results["Q5"]);
        Assert.Equal([[2015, 98L], [2016, 132L], [2017, 47L]], results["Q6"]);
        Assert.Equal([[2015, 67_000L], [2016, 23_000L], [2017, 6_000L]], results["Q7"]);
    }
}
