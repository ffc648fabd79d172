using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ingest.Emulator.Drawing;
using Ingest.Emulator.Events;

namespace Ingest.Emulator.Tests.Events;

public sealed partial class When_rows_are_generated
{
    private static readonly EmulatedEvent[] All =
        [.. Enumerable.Range(0, ClassicSequence.IndexMax + 1).Select(index => GeneratedRows.Event(100, index, index))];

    private static readonly JsonElement[] Pins = Rows(sent => sent.Pin);
    private static readonly JsonElement[] Geos = Rows(sent => sent.Geo);
    private static readonly JsonElement[] Users = Rows(sent => sent.User);

    [Fact]
    public void The_indexes_are_the_classic_ones() =>
        Assert.Equal([7528, 2863, 5730, 8304, 8731, 1313, 4315, 10794], new GeneratedEvents(100).Read(8).Select(sent => sent.Index));

    [Fact]
    public void An_index_gives_the_same_rows_again_and_another_seed_gives_others()
    {
        var again = GeneratedRows.Event(100, 999_999, 7528);

        Assert.Equal(All[7528].Pin, again.Pin);
        Assert.Equal(All[7528].Geo, again.Geo);
        Assert.Equal(All[7528].User, again.User);
        Assert.NotEqual(GeneratedRows.Event(101, 0, 7528).Pin, again.Pin);
    }

    [Theory]
    [InlineData("description", "No description available Story format", 214)]
    [InlineData("description", "No description available", 50)]
    [InlineData("tag_list", "N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e", 40)]
    [InlineData("follower_count", "User Info Error", 22)]
    [InlineData("poster_name", "User Info Error", 22)]
    [InlineData("title", "No Title Data Available", 22)]
    [InlineData("title", "Untitled", 2)]
    [InlineData("title", "", 1)]
    public void A_sentinel_is_about_as_frequent_as_in_the_classic_data(string column, string sentinel, int of3138)
    {
        var expected = of3138 * All.Length / 3138.0;
        var found = Pins.Count(pin => Text(pin, column) == sentinel);

        // Four standard deviations of a Poisson count; the seed is fixed, so this does not vary from run to run.
        Assert.InRange(found, Math.Max(1, expected - (4 * Math.Sqrt(expected))), expected + (4 * Math.Sqrt(expected)));
    }

    [Fact]
    public void Columns_hold_what_the_classic_tables_hold()
    {
        Assert.Equal(13, Pins.Select(pin => Text(pin, "category")).Distinct().Count());
        Assert.All(Pins, pin => Assert.Matches(@"^(\d+[kM]?|User Info Error)$", Text(pin, "follower_count")));
        Assert.All(Pins, pin => Assert.Equal(Text(pin, "image_src") == "Image src error.", pin.GetProperty("downloaded").GetInt32() == 0));
        Assert.All(Pins, pin => Assert.Equal("Local save in /data/" + Text(pin, "category"), Text(pin, "save_location")));
        Assert.InRange(Pins.Count(pin => Text(pin, "is_image_or_video") == "image") / (double)Pins.Length, 0.88, 0.92);
        Assert.All(Users, user => Assert.InRange(user.GetProperty("age").GetInt32(), 20, 60));
        Assert.All(Users, user => AssertWithin(user, "date_joined", "2015-10-01", "2017-11-01"));
        Assert.All(Geos, geo => AssertWithin(geo, "timestamp", "2017-10-01", "2022-11-01"));
        Assert.InRange(All.Average(sent => sent.Pin.Length), 550, 900);
    }

    [Fact]
    public void Ages_and_countries_crowd_at_the_head()
    {
        var countries = Geos.GroupBy(geo => Text(geo, "country")).Select(group => group.Count()).OrderDescending().ToArray();

        Assert.InRange(countries.Length, 200, 243);
        Assert.True(countries[0] > 10 * All.Length / 243, $"the most frequent country has {countries[0]} rows");
        Assert.True(Users.Count(user => user.GetProperty("age").GetInt32() < 25) > All.Length / 4);
    }

    [Theory]
    [InlineData("\u00a0")]
    [InlineData("\"")]
    [InlineData("\n")]
    [InlineData("|")]
    [InlineData("✨")]
    [InlineData("👉")]
    [InlineData("Ｔ")]
    public void Text_holds_what_breaks_careless_readers(string text) =>
        Assert.Contains(Pins, pin => (Text(pin, "title") + Text(pin, "description")).Contains(text, StringComparison.Ordinal));

    [Fact]
    public void About_thirteen_rows_repeat_another_under_their_own_index()
    {
        var repeats = Pins.GroupBy(pin => Index().Replace(pin.GetRawText(), "", 1)).Sum(group => group.Count() - 1);

        Assert.InRange(repeats, 4, 26);
    }

    [GeneratedRegex("\"index\":\\d+,")]
    private static partial Regex Index();

    private static JsonElement[] Rows(Func<EmulatedEvent, byte[]> row) => [.. All.Select(sent => JsonDocument.Parse(row(sent)).RootElement)];

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;

    private static void AssertWithin(JsonElement row, string column, string first, string end)
    {
        Assert.True(DateTime.TryParseExact(Text(row, column), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), Text(row, column));
        Assert.InRange(Text(row, column), first, end);
    }
}
