using Ingest.Emulator.Events;
using Ingest.Testing;

namespace Ingest.Emulator.Tests.Events;

public sealed class When_events_come_from_files
{
    private const string Pin = """{"index": 5, "title": "A \u00e4 | b",  "downloaded": 1}""";
    private const string Geo = """{"ind": 5, "latitude": 1.50}""";
    private const string User = """{"ind": 5, "age": 20}""";

    [Fact]
    public void Each_line_is_taken_as_it_stands()
    {
        using var folder = Folder([Pin, Pin], [Geo, Geo], [User, User]);
        var events = new NdjsonEvents(folder.Path).Read(long.MaxValue).ToArray();

        Assert.Equal([0, 1], events.Select(sent => sent.Number));
        Assert.Equal(5, events[0].Index);
        Assert.Equal(Pin, System.Text.Encoding.UTF8.GetString(events[0].Pin));
        Assert.Equal(Geo, System.Text.Encoding.UTF8.GetString(events[1].Geo));
    }

    [Fact]
    public void No_more_is_read_than_asked_for()
    {
        using var folder = Folder([Pin, "broken"], [Geo], [User]);

        Assert.Single(new NdjsonEvents(folder.Path).Read(1));
    }

    [Theory]
    [InlineData("{", Geo, User, "emitted.pin.ndjson line 2: the line is not JSON")]
    [InlineData("", Geo, User, "emitted.pin.ndjson line 2: the line is not JSON")]
    [InlineData("[1]", Geo, User, "emitted.pin.ndjson line 2: the line is not a JSON object")]
    [InlineData("{\"ind\":5}", Geo, User, "emitted.pin.ndjson line 2: the row has no index")]
    [InlineData(Pin, "{\"ind\":\"5\"}", User, "emitted.geo.ndjson line 2: ind is not an integer")]
    [InlineData(Pin, Geo, "{\"ind\":6}", "emitted.user.ndjson line 2: ind is 6, but the pin of the same line has index 5")]
    [InlineData(Pin, Geo, null, "emitted.user.ndjson line 2: the file ends here")]
    [InlineData(null, Geo, User, "emitted.pin.ndjson line 2: the file ends here")]
    public void A_bad_or_missing_line_is_named_when_it_is_reached(string? pin, string? geo, string? user, string message)
    {
        using var folder = Folder([Pin, pin], [Geo, geo], [User, user]);
        using var events = new NdjsonEvents(folder.Path).Read(long.MaxValue).GetEnumerator();

        Assert.True(events.MoveNext());
        var failure = Assert.Throws<BadEventException>(() => events.MoveNext());
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_and_not_replaced()
    {
        using var folder = Folder([Pin], [Geo], [User]);
        File.WriteAllBytes(Path.Combine(folder.Path, "emitted.geo.ndjson"), [.. "{\"ind\":5,\"country\":\""u8, 0xff, .. "\"}\n"u8]);

        var failure = Assert.Throws<BadEventException>(() => new NdjsonEvents(folder.Path).Read(1).Count());
        Assert.Contains("emitted.geo.ndjson line 1: not UTF-8", failure.Message, StringComparison.Ordinal);
    }

    private static TemporaryDirectory Folder(string?[] pins, string?[] geos, string?[] users)
    {
        var folder = new TemporaryDirectory();
        foreach (var (name, lines) in new[] { ("pin", pins), ("geo", geos), ("user", users) })
        {
            File.WriteAllLines(Path.Combine(folder.Path, $"emitted.{name}.ndjson"), lines.OfType<string>());
        }

        return folder;
    }
}
