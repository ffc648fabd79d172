namespace Ingest.Testing.Pinterest;

/// <summary>What an emulator sends: for each event one JSON object of each kind.</summary>
/// <param name="Pins">Pins.</param>
/// <param name="Geos">Geolocations.</param>
/// <param name="Users">Users.</param>
public sealed record PinterestEvents(
    IReadOnlyList<ReadOnlyMemory<byte>> Pins, IReadOnlyList<ReadOnlyMemory<byte>> Geos, IReadOnlyList<ReadOnlyMemory<byte>> Users)
{
    /// <summary>The environment's name for a folder with <c>emitted.{pin,geo,user}.ndjson</c>, which the project must not hold.</summary>
    public const string FolderVariable = "INGEST_PINTEREST_DATA";

    /// <summary>The folder that <see cref="FolderVariable"/> names; null when there is none.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>The first events of the recorded emulator.</summary>
    public static PinterestEvents Read(string folder, int count) =>
        new(Lines(folder, "pin", count), Lines(folder, "geo", count), Lines(folder, "user", count));

    private static List<ReadOnlyMemory<byte>> Lines(string folder, string kind, int count) =>
        [.. File.ReadLines(Path.Combine(folder, $"emitted.{kind}.ndjson"))
            .Take(count)
            .Select(line => new ReadOnlyMemory<byte>(System.Text.Encoding.UTF8.GetBytes(line)))];
}
