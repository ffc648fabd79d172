using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Delta.Log;

/// <summary>A file is of the table.</summary>
/// <param name="Path">Where it is, relative to the table, URI-encoded.</param>
/// <param name="PartitionValues">Empty: our tables have no partitions.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTime">Milliseconds since 1970.</param>
/// <param name="DataChange">Whether rows changed; false when they were only arranged anew.</param>
/// <param name="Stats">A JSON object, as text.</param>
internal sealed record AddAction(
    string Path, IReadOnlyDictionary<string, string?> PartitionValues, long Size, long ModificationTime, bool DataChange, string? Stats)
{
    [JsonIgnore]
    public string FilePath => LogPath.Decode(Path);

    [JsonIgnore]
    public long Records => RecordsIn(Stats);

    /// <summary>The number of rows that statistics speak of; 0 when they do not.</summary>
    public static long RecordsIn(string? stats)
    {
        if (stats is null)
        {
            return 0;
        }

        using var document = JsonDocument.Parse(stats);
        return document.RootElement.TryGetProperty("numRecords", out var records) ? records.GetInt64() : 0;
    }
}
