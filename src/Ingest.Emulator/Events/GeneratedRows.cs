using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ingest.Emulator.Drawing;

namespace Ingest.Emulator.Events;

/// <summary>Rows like those of the classic source tables. Pure: a seed and an index always give the same row.</summary>
/// <remarks>
/// The shares are those of the classic data set: of 3,138 pins 214 are story pins without a description, 22 of them without
/// anything; of 11,154 rows 13 repeat another's content under an index of their own.
/// </remarks>
internal static class GeneratedRows
{
    private const int RowsCounted = 11_154;
    private const int RepeatedRows = 13;
    public const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss";

    // Text is sent as UTF-8, not as \u escapes: that is what exercises the readers.
    public static readonly JsonWriterOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateTime FirstJoined = new(2015, 10, 20, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime LastJoined = new(2017, 10, 20, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime FirstPost = new(2017, 10, 20, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime LastPost = new(2022, 10, 20, 0, 0, 0, DateTimeKind.Unspecified);

    public static EmulatedEvent Event(long seed, long number, int index)
    {
        var repeats = index > 0 && new RowDice(seed, ~index).Happens(RepeatedRows, RowsCounted);
        var dice = new RowDice(seed, repeats ? index - 1 : index);
        return new EmulatedEvent(number, index, Pin(dice, index), Geo(dice, index), User(dice, index));
    }

    private static byte[] Pin(RowDice dice, int index)
    {
        var pin = GeneratedPin.Draw(dice);
        return Write(json =>
        {
            json.WriteNumber("index", index);
            json.WriteString("unique_id", pin.UniqueId);
            json.WriteString("title", pin.Title);
            json.WriteString("description", pin.Description);
            json.WriteString("poster_name", pin.PosterName);
            json.WriteString("follower_count", pin.FollowerCount);
            json.WriteString("tag_list", pin.TagList);
            json.WriteString("is_image_or_video", pin.Kind);
            json.WriteString("image_src", pin.ImageSource);
            json.WriteNumber("downloaded", pin.ImageSource == GeneratedPin.NoImage ? 0 : 1);
            json.WriteString("save_location", $"Local save in /data/{pin.Category}");
            json.WriteString("category", pin.Category);
        });
    }

    private static byte[] Geo(RowDice dice, int index)
    {
        var posted = Moment(FirstPost, LastPost, dice.Next());
        var latitude = Coordinate(dice, 90);
        var longitude = Coordinate(dice, 180);
        var country = Countries.All[(int)(dice.NextSkewed() * Countries.All.Length)];
        return Write(json =>
        {
            json.WriteNumber("ind", index);
            json.WriteString("timestamp", posted);
            json.WriteNumber("latitude", latitude);
            json.WriteNumber("longitude", longitude);
            json.WriteString("country", country);
        });
    }

    private static byte[] User(RowDice dice, int index)
    {
        var first = dice.Pick(Phrases.FirstNames);
        var last = dice.Pick(Phrases.LastNames);
        var age = 20 + (int)(dice.NextSkewed() * 41);
        var joined = Moment(FirstJoined, LastJoined, dice.NextSkewed());
        return Write(json =>
        {
            json.WriteNumber("ind", index);
            json.WriteString("first_name", first);
            json.WriteString("last_name", last);
            json.WriteNumber("age", age);
            json.WriteString("date_joined", joined);
        });
    }

    private static double Coordinate(RowDice dice, int limit) => Math.Round((dice.Next() * 2 * limit) - limit, 4);

    private static string Moment(DateTime first, DateTime last, double share) =>
        first.AddSeconds((long)((last - first).TotalSeconds * share)).ToString(DateFormat, CultureInfo.InvariantCulture);

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var text = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(text, Unescaped))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return text.ToArray();
    }
}
