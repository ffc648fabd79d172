using System.Text;
using System.Text.Json.Nodes;

namespace Ingest.Testing.Pinterest;

/// <summary>Makes up events with the profile of the real ones: repeats, sentinels, ties and, if asked, rows that cannot be read.</summary>
/// <param name="seed">The same seed gives the same events.</param>
/// <param name="oddOneIn">One value in so many is an odd one; 0 for none.</param>
public sealed class PinterestGenerator(int seed, int oddOneIn)
{
    private static readonly string[] Categories =
    [
        "art", "beauty", "christmas", "diy-and-crafts", "education", "event-planning", "finance", "home-decor", "mens-fashion",
        "quotes", "tattoos", "travel", "vehicles",
    ];

    private static readonly string[] Countries = ["Albania", "Aruba", "Côte d'Ivoire", "日本", "\uFF21land", "😀land", "Cuba", "Armenia"];
    private static readonly string[] Followers = ["124k", "1M", "2B", "950", "0", "31k", "6k", "6k", "User Info Error"];

    private static readonly string?[] OddTexts =
        [null, "", "a\u0000b", "\"quoted\"", "line\nbreak", "{\"a\":[1,2]}", "7528", "true", "😀", "'; DROP TABLE pin_json; --"];

    private static readonly string[] OddNumbers =
    [
        "null", "\"\"", "\"7528\"", "7528.0", "7528.5", "7.528e3", "\"7.528e3\"", "\"0x1F\"", "99999999999", "-5", "\"-5\"", "\" 5\"",
        "\"5.0\"", "\"5.\"", "true", "{\"a\":1}", "[1]", "\"five\"", "123456789012345678901234567890", "\"007\"", "-0", "1e300", "\"-\"", "\".0\"",
        "2147483647", "2147483648", "-2147483648",
    ];

    private static readonly string[] OddFollowers =
    [
        "null", "\"\"", "950", "950.0", "\"1.2k\"", "\"1.2345k\"", "\".5k\"", "\"5.k\"", "\"k\"", "\"1K\"", "\"3m\"", "\"-5\"", "\"1,200\"", "\"1.5\"",
        "\"950.0\"", "\"999999999999B\"", "\"9999999999999\"", "\"1e3\"", "\"12 k\"", "\"٣k\"", "true", "1e3", "12.5", "\"0.001k\"", "\"1.2.3k\"",
    ];

    private static readonly string[] OddMoments =
    [
        "null", "\"\"", "\"2020-08-28 03:52:47\"", "\"2020-08-28T03:52:47Z\"", "\"2020-08-28T03:52:47.5\"", "\"2020-08-28\"", "\"2021-02-30T03:52:47\"",
        "\"2020-02-29T23:59:59\"", "\"2020-08-28T24:00:00\"", "\"2020-08-28T23:59:60\"", "\"0000-01-01T00:00:00\"", "\"0001-01-01T00:00:00\"",
        "\"9999-12-31T23:59:59\"", "1598586767", "\"28/08/2020 03:52:47\"", "\"2020-8-28T03:52:47\"", "\"2020-08-28t03:52:47\"", "{}", "\"2020-00-28T03:52:47\"",
    ];

    private static readonly string[] OddDegrees =
        ["null", "\"\"", "\"12.5\"", "12", "1e400", "\"nan\"", "\"inf\"", "\"north\"", "1e-7", "\"1e5\"", "\"0x1F\"", "true", "\"1_0\"", "-0.1", "0.30000000000000004",
         "\"+5\"", "\"+-5\"", "\"5.\"", "\"-.5\"", "\"1.e5\"", "\"1e\"", "\"1e+-2\"", "\"--5\"", "\"00012\"", "\"1e-400\""];

    private readonly Random _random = new(seed);

    /// <summary>Draws events; about one in five repeats an earlier one.</summary>
    public PinterestEvents Draw(int count)
    {
        var events = new List<(string Pin, string Geo, string User)>();
        for (var i = 0; i < count; i++)
        {
            events.Add(i > 0 && _random.Next(5) == 0 ? events[_random.Next(i)] : Event(_random.Next(2 * count)));
        }

        return new PinterestEvents(Bytes(events.Select(each => each.Pin)), Bytes(events.Select(each => each.Geo)), Bytes(events.Select(each => each.User)));
    }

    private static List<ReadOnlyMemory<byte>> Bytes(IEnumerable<string> records) =>
        [.. records.Select(record => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(record)))];

    private (string Pin, string Geo, string User) Event(int ind)
    {
        var category = One(Categories);
        var noUser = _random.Next(20) == 0;
        var pin = Record(
            ("index", Odd(OddNumbers) ?? $"{ind}"),
            ("unique_id", Text($"id-{ind}")),
            ("title", Text(One(["A title", "Untitled", "No Title Data Available", $"Title {ind}"]))),
            ("description", Text(One(["Text", "No description available", "No description available Story format"]))),
            ("poster_name", Text(noUser ? "User Info Error" : $"Poster {_random.Next(6)}")),
            ("follower_count", Odd(OddFollowers) ?? Quote(noUser ? "User Info Error" : One(Followers))),
            ("tag_list", Text(One(["a,b", "N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e"]))),
            ("is_image_or_video", Text(One(["image", "video", "multi-video(story page format)"]))),
            ("image_src", Text(One(["https://i.example/1.jpg", "Image src error."]))),
            ("downloaded", "1"),
            ("save_location", Text($"Local save in /data/{category}")),
            ("category", Text(category)));
        var geo = Record(
            ("ind", Odd(OddNumbers) ?? $"{ind}"),
            ("timestamp", Odd(OddMoments) ?? Moment(2017, 2023)),
            ("latitude", Odd(OddDegrees) ?? FormattableString.Invariant($"{(_random.NextDouble() * 180) - 90:F4}")),
            ("longitude", Odd(OddDegrees) ?? FormattableString.Invariant($"{(_random.NextDouble() * 360) - 180:F3}")),
            ("country", Text(One(Countries))));
        var user = Record(
            ("ind", Odd(OddNumbers) ?? $"{ind}"),
            ("first_name", Text(One(["Ann", "José", "Li"]))),
            ("last_name", Text(One(["O'Neil", "Ali"]))),
            ("age", Odd(OddNumbers) ?? $"{_random.Next(16, 61)}"),
            ("date_joined", Odd(OddMoments) ?? Moment(2014, 2021)));
        return (pin, geo, user);
    }

    private string Record(params (string Name, string Json)[] fields) =>
        Odd(["", "[]", "null", "{", "{}", "{} {}", "not json", "{\"ind\":1,\"ind\":2,\"index\":1,\"index\":2}"], rarer: 10)
        ?? "{" + string.Join(", ", fields.Where(_ => oddOneIn == 0 || _random.Next(oddOneIn * 4) > 0).Select(field => $"\"{field.Name}\": {field.Json}")) + "}";

    private string Text(string usual) => oddOneIn > 0 && _random.Next(oddOneIn) == 0 ? Quote(One(OddTexts)) : Quote(usual);

    private string? Odd(string[] values, int rarer = 1) => oddOneIn > 0 && _random.Next(oddOneIn * rarer) == 0 ? One(values) : null;

    private string Moment(int firstYear, int beforeYear) =>
        Quote($"{_random.Next(firstYear, beforeYear)}-{_random.Next(1, 13):D2}-{_random.Next(1, 29):D2}T{_random.Next(24):D2}:{_random.Next(60):D2}:00");

    private T One<T>(T[] values) => values[_random.Next(values.Length)];

    private static string Quote(string? text) => text is null ? "null" : JsonValue.Create(text).ToJsonString();
}
