using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ingest.Testing.Pinterest;

/// <summary>The cleaning rules of the Pinterest pipeline as plain C#, to hold every engine to. It shares nothing with their SQL.</summary>
public static partial class PinterestCleaning
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Cleans a pin.</summary>
    public static Cleaned<CleanedPin> Pin(ReadOnlyMemory<byte> record) => Clean(record, fields =>
    {
        var ind = WholeNumber(fields, "index");
        return new CleanedPin(
            ind,
            Unless(fields, "unique_id"),
            Unless(fields, "title", "No Title Data Available", "Untitled"),
            Unless(fields, "description", "No description available", "No description available Story format"),
            Followers(Text(fields, "follower_count")),
            Unless(fields, "poster_name", "User Info Error"),
            Unless(fields, "tag_list", "N,o, ,T,a,g,s, ,A,v,a,i,l,a,b,l,e"),
            Unless(fields, "is_image_or_video"),
            Unless(fields, "image_src", "Image src error."),
            SaveLocation(Text(fields, "save_location")),
            Unless(fields, "category"));
    });

    /// <summary>Cleans a geolocation.</summary>
    public static Cleaned<CleanedGeo> Geo(ReadOnlyMemory<byte> record) => Clean(record, fields =>
    {
        var (ind, timestamp) = (WholeNumber(fields, "ind"), Moment(fields, "timestamp"));
        var coordinates = Degrees(Text(fields, "latitude")) is { } latitude && Degrees(Text(fields, "longitude")) is { } longitude
            ? new Coordinates(latitude, longitude)
            : null;
        return new CleanedGeo(ind, Unless(fields, "country"), coordinates, timestamp);
    });

    /// <summary>Cleans a user.</summary>
    public static Cleaned<CleanedUser> User(ReadOnlyMemory<byte> record) => Clean(record, fields =>
    {
        var (ind, age, joined) = (WholeNumber(fields, "ind"), WholeNumber(fields, "age"), Moment(fields, "date_joined"));
        var names = new[] { Unless(fields, "first_name"), Unless(fields, "last_name") }.Where(name => name is not null).ToList();
        return new CleanedUser(ind, names.Count == 0 ? null : string.Join(' ', names), age, joined);
    });

    private static Cleaned<TRow> Clean<TRow>(ReadOnlyMemory<byte> record, Func<JsonElement, TRow> clean)
        where TRow : CleanedRow
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(Utf8.GetString(record.Span), Strict);
        }
        catch (Exception failure) when (failure is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return new Cleaned<TRow>(null, "record");
        }

        using (document)
        {
            try
            {
                return document.RootElement.ValueKind == JsonValueKind.Object
                    ? new Cleaned<TRow>(clean(document.RootElement), null)
                    : new Cleaned<TRow>(null, "record");
            }
            catch (UnreadableException unreadable)
            {
                return new Cleaned<TRow>(null, unreadable.Field);
            }
        }
    }

    private static string? Text(JsonElement fields, string field) =>
        !fields.TryGetProperty(field, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => NumberText(value.GetRawText()),
            _ => value.GetRawText(),
        };

    /// <summary>A whole number keeps its digits; any other is its shortest text, with a .0 when it has no fraction.</summary>
    private static string NumberText(string raw)
    {
        if (raw.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return raw == "-0" ? "0" : raw;
        }

        var number = double.Parse(raw, CultureInfo.InvariantCulture);
        return Math.Abs(number) < 1e15 && number == Math.Truncate(number)
            ? number.ToString("F1", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string? Unless(JsonElement fields, string field, params string[] sentinels) =>
        Text(fields, field) is { Length: > 0 } text && !sentinels.Contains(text) ? text : null;

    private static string? SaveLocation(string? text)
    {
        const string Prefix = "Local save in ";
        var path = text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        return string.IsNullOrEmpty(path) ? null : path;
    }

    private static long? Followers(string? text)
    {
        if (text is null || CountText().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var digits = match.Groups["whole"].Success ? match.Groups["whole"].Value : match.Groups["fraction"].Value;
        var unit = match.Groups["unit"].Value.ToUpperInvariant() switch { "K" => 1_000m, "M" => 1_000_000m, "B" => 1_000_000_000m, _ => 1m };
        var count = decimal.Parse(digits, CultureInfo.InvariantCulture) * unit;
        return digits.Length > 12 || count > long.MaxValue ? null : (long)count;
    }

    private static double? Degrees(string? text) =>
        text is not null && NumberCharacters().IsMatch(text)
        && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) <= 1.7E308
            ? number
            : null;

    private static int WholeNumber(JsonElement fields, string field) =>
        Text(fields, field) is { } text && WholeText().Match(text) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UnreadableException(field);

    private static DateTime Moment(JsonElement fields, string field) =>
        Text(fields, field) is { } text && MomentText().IsMatch(text)
        && DateTime.TryParseExact(
            text.Replace('T', ' '), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw new UnreadableException(field);

    [GeneratedRegex(@"^(?:(?<whole>[0-9]+)(?:\.0)?|(?<fraction>[0-9]+(?:\.[0-9]{1,3})?)(?<unit>[kKmMbB]))\z")]
    private static partial Regex CountText();

    [GeneratedRegex(@"^[0-9.eE+-]+\z")]
    private static partial Regex NumberCharacters();

    [GeneratedRegex(@"^(-?[0-9]{1,10})(?:\.0)?\z")]
    private static partial Regex WholeText();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}\z")]
    private static partial Regex MomentText();

    private sealed class UnreadableException(string field) : Exception(field)
    {
        public string Field { get; } = field;
    }
}
