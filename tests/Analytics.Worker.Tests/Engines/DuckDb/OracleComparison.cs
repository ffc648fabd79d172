using Analytics.Worker.Pipelines;
using Ingest.Testing.Pinterest;

namespace Analytics.Worker.Tests.Engines.DuckDb;

/// <summary>Runs the same events through the engine and through plain C#, and asserts that nothing differs.</summary>
internal static class OracleComparison
{
    public static async Task AssertSameAsync(PinterestEvents events, Median median)
    {
        using var run = new EngineRun(median);
        var files = new Dictionary<string, IReadOnlyList<string>>();
        var pins = await CleanAsync(run, files, "pin", events.Pins, PinterestCleaning.Pin);
        var geos = await CleanAsync(run, files, "geo", events.Geos, PinterestCleaning.Geo);
        var users = await CleanAsync(run, files, "user", events.Users, PinterestCleaning.User);

        var expected = new PinterestTables(pins, geos, users, median == Median.Discrete).All();
        var results = await run.Engine.QueryAsync(files, run.NewDirectory(), TestContext.Current.CancellationToken);

        Assert.Equal(["Q1", "Q2", "Q3a", "Q3b", "Q4", "Q5", "Q6", "Q7", "Q8"], results.Select(result => result.Id));
        foreach (var result in results)
        {
            Assert.Equal(expected[result.Id].Select(Show), result.Rows.Select(Show));
            Assert.Equal(expected[result.Id].Select(Show), run.Read(result.ParquetPath).Select(Show));
        }
    }

    /// <summary>Every record must come out: as the row at its place, or set aside for the field that the plain rules name.</summary>
    private static async Task<List<TRow>> CleanAsync<TRow>(
        EngineRun run,
        Dictionary<string, IReadOnlyList<string>> files,
        string source,
        IReadOnlyList<ReadOnlyMemory<byte>> records,
        Func<ReadOnlyMemory<byte>, Cleaned<TRow>> clean)
        where TRow : CleanedRow
    {
        var expected = records.Select((record, line) => (Cleaned: clean(record), Line: line)).ToList();
        var rows = expected.Where(each => each.Cleaned.Row is not null).ToList();
        var batch = await run.CleanAsync(source, records);

        Assert.Equal(
            expected.Where(each => each.Cleaned.Row is null).Select(each => $"{each.Line} {each.Cleaned.UnreadableField}"),
            batch.Rejected.Select(rejected => $"{rejected.Record.Position} {FieldOf(rejected.Reason)}"));
        Assert.All(batch.Rejected, rejected => Assert.True(rejected.Record.Bytes.Equals(records[int.Parse(rejected.Record.Position, null)])));
        Assert.Equal(rows.Count, batch.Rows);
        files[source] = batch.ParquetPath is null ? [] : [batch.ParquetPath];
        Assert.Equal(
            rows.Select(each => Show([.. Values(each.Cleaned.Row!), "topics/o.json", (long)each.Line])),
            files[source].SelectMany(path => run.Read(path)).Select(Show));
        return [.. rows.Select(each => each.Cleaned.Row!)];
    }

    /// <summary>The values of a row in the order of its table's columns.</summary>
    public static object?[] Values(CleanedRow row) => row switch
    {
        CleanedPin pin =>
            [pin.Ind, pin.UniqueId, pin.Title, pin.Description, pin.FollowerCount, pin.PosterName, pin.TagList, pin.IsImageOrVideo, pin.ImageSrc, pin.SaveLocation, pin.Category],
        CleanedGeo geo => [geo.Ind, geo.Country, geo.Coordinates is { } at ? new List<double> { at.Latitude, at.Longitude } : null, geo.Timestamp],
        CleanedUser user => [user.Ind, user.UserName, user.Age, user.DateJoined],
        _ => throw new ArgumentOutOfRangeException(nameof(row), row, "No such row."),
    };

    /// <summary>The field that a reason names. One that occurs twice spoils the record as a whole, to the plain rules.</summary>
    public static string FieldOf(string reason) =>
        reason.EndsWith(": occurs twice", StringComparison.Ordinal) ? "record" : reason.Split(':')[0];

    /// <summary>A row as text that tells values of different types apart.</summary>
    public static string Show(IReadOnlyList<object?> row) => string.Join(" | ", row.Select(Show));

    /// <summary>Text with its type, so that 60000 and 60000.0 differ.</summary>
    private static string Show(object? value) => value switch
    {
        null => "null",
        DateTime moment => moment.ToString("s"),
        List<double> numbers => $"[{string.Join(", ", numbers.Select(number => number.ToString("R")))}]",
        List<double?> numbers => $"[{string.Join(", ", numbers.Select(number => number!.Value.ToString("R")))}]",
        _ => $"{value.GetType().Name} {value}",
    };
}
