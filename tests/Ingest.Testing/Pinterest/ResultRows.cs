using System.Globalization;
using System.Text.Json;

namespace Ingest.Testing.Pinterest;

/// <summary>Results as lines of text, so that what plain code expects and what a service answered can be compared.</summary>
public static class ResultRows
{
    /// <summary>The nine tables that plain code makes of events, each a list of lines; rows that cannot be read are left out.</summary>
    /// <param name="events">The events, repeats and all.</param>
    /// <param name="median"><c>exact</c> or <c>discrete</c>.</param>
    public static IReadOnlyDictionary<string, IEnumerable<string>> Expected(PinterestEvents events, string median)
    {
        ArgumentNullException.ThrowIfNull(events);
        var tables = new PinterestTables(
            events.Pins.Select(PinterestCleaning.Pin).Where(cleaned => cleaned.Row is not null).Select(cleaned => cleaned.Row!),
            events.Geos.Select(PinterestCleaning.Geo).Where(cleaned => cleaned.Row is not null).Select(cleaned => cleaned.Row!),
            events.Users.Select(PinterestCleaning.User).Where(cleaned => cleaned.Row is not null).Select(cleaned => cleaned.Row!),
            median == "discrete");
        return tables.All().ToDictionary(table => table.Key, table => table.Value.Select(Line));
    }

    /// <summary>A table's rows as a service answers them: an array of objects.</summary>
    public static IEnumerable<string> Answered(JsonElement rows) => rows.EnumerateArray().Select(Line);

    private static string Line(object?[] row) => string.Join(" | ", row.Select(value => value switch
    {
        null => "null",
        string text => text,
        _ => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
    }));

    private static string Line(JsonElement row) => string.Join(" | ", row.EnumerateObject().Select(column => column.Value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Number => column.Value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => column.Value.GetString(),
    }));
}
