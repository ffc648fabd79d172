namespace Ingest.Emulator.Events.Tables;

/// <summary>One of the three classic tables.</summary>
/// <param name="Name">Its name; part of statements, so never from outside.</param>
/// <param name="IndexColumn">The column whose value the three rows of an event share.</param>
/// <param name="Columns">The columns it must have; others are sent too.</param>
internal sealed record SourceTable(string Name, string IndexColumn, IReadOnlyList<string> Columns)
{
    public static SourceTable Pin { get; } = new("pinterest_data", "index",
    [
        "index", "unique_id", "title", "description", "poster_name", "follower_count", "tag_list", "is_image_or_video", "image_src", "downloaded",
        "save_location", "category",
    ]);

    public static SourceTable Geo { get; } = new("geolocation_data", "ind", ["ind", "timestamp", "latitude", "longitude", "country"]);

    public static SourceTable User { get; } = new("user_data", "ind", ["ind", "first_name", "last_name", "age", "date_joined"]);

    public static IReadOnlyList<SourceTable> All { get; } = [Pin, Geo, User];
}
