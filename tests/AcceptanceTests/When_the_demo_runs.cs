using System.Text.Json;
using Ingest.Testing;
using Ingest.Testing.Pinterest;

namespace AcceptanceTests;

/// <summary>The main job, as a user runs it: events over HTTP through both paths, compared with plain C# and an independent Delta reader.</summary>
public sealed class When_the_demo_runs
{
    private static readonly string[] Sources = ["pin", "geo", "user"];

    [Theory]
    [InlineData(1, "exact")]
    [InlineData(2, "discrete")]
    [InlineData(277, "discrete")]
    [InlineData(2239, "exact")]
    public async Task Its_results_are_those_of_plain_code_over_the_same_events(int count, string median)
    {
        Node.SkipUnlessInstalled("chdb");
        using var directory = new TemporaryDirectory();
        var folder = PinterestEvents.Folder ?? GenerateInto(directory);

        var (exitCode, output) = await IngestProgram.RunAsync(
            directory.Path, "demo", "--data", folder, "--events", $"{count}", "--median", median, "--exit", "--json", "out.json", "--ports", "auto");

        Assert.True(exitCode == 0, output);
        var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(directory.Path, "out.json"), TestContext.Current.CancellationToken)).RootElement;
        var events = PinterestEvents.Read(folder, count);
        foreach (var (id, expected) in ResultRows.Expected(events, median))
        {
            Assert.Equal(expected, ResultRows.Answered(results.GetProperty(id)));
        }

        var drawn = events.Users.Select(user => PinterestCleaning.User(user).Row!.Ind).Distinct().Count();
        foreach (var source in Sources)
        {
            Assert.Equal(count, results.GetProperty("delta").GetProperty(source).GetInt64());
            await AssertTableHoldsEachRecordOnceAsync(Path.Combine(directory.Path, ".ingest", "tables", "stream", $"demo_{source}_table"), count, drawn);
        }
    }

    /// <summary>Rows that the emulator drew again are there again, each with a position of its own.</summary>
    private static async Task AssertTableHoldsEachRecordOnceAsync(string table, int count, int drawn)
    {
        var rows = await DeltaReader.QueryAsync(
            table, "SELECT toString(count()) AS total, toString(uniqExact(_shard_id, _sequence_number)) AS positions, toString(uniqExact(ind)) AS indexes FROM {table}");

        Assert.Equal($"{count}", rows.Single().GetProperty("total").GetString());
        Assert.Equal($"{count}", rows.Single().GetProperty("positions").GetString());
        Assert.Equal($"{drawn}", rows.Single().GetProperty("indexes").GetString());
    }

    /// <summary>Where the real events are not at hand, made-up ones stand in, all of them readable.</summary>
    internal static string GenerateInto(TemporaryDirectory directory)
    {
        const int Seed = 277;
        TestContext.Current.TestOutputHelper?.WriteLine($"generated events, seed {Seed}");
        var events = new PinterestGenerator(Seed, oddOneIn: 0).Draw(2239);
        File.WriteAllLines(Path.Combine(directory.Path, "emitted.pin.ndjson"), events.Pins.Select(Text));
        File.WriteAllLines(Path.Combine(directory.Path, "emitted.geo.ndjson"), events.Geos.Select(Text));
        File.WriteAllLines(Path.Combine(directory.Path, "emitted.user.ndjson"), events.Users.Select(Text));
        return directory.Path;

        static string Text(ReadOnlyMemory<byte> json) => System.Text.Encoding.UTF8.GetString(json.Span);
    }
}
