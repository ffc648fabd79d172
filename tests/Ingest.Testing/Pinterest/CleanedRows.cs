namespace Ingest.Testing.Pinterest;

/// <summary>A cleaned row; equal rows are one in the queries.</summary>
public abstract record CleanedRow(int Ind);

/// <summary>A pin, in the table's order of columns.</summary>
public sealed record CleanedPin(
    int Ind,
    string? UniqueId,
    string? Title,
    string? Description,
    long? FollowerCount,
    string? PosterName,
    string? TagList,
    string? IsImageOrVideo,
    string? ImageSrc,
    string? SaveLocation,
    string? Category) : CleanedRow(Ind);

/// <summary>Where and when a pin was posted.</summary>
public sealed record CleanedGeo(int Ind, string? Country, Coordinates? Coordinates, DateTime Timestamp) : CleanedRow(Ind);

/// <summary>Degrees.</summary>
public sealed record Coordinates(double Latitude, double Longitude);

/// <summary>Who posted a pin.</summary>
public sealed record CleanedUser(int Ind, string? UserName, int Age, DateTime DateJoined) : CleanedRow(Ind);

/// <summary>The row, or the name of the field that cannot be read ("record" when the JSON cannot).</summary>
public readonly record struct Cleaned<TRow>(TRow? Row, string? UnreadableField)
    where TRow : CleanedRow;
