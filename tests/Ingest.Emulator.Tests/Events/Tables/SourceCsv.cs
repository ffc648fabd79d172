using System.Text;
using System.Text.Json;
using Ingest.Emulator.Events;

namespace Ingest.Emulator.Tests.Events.Tables;

/// <summary>Generated rows as the three CSV files that pandas' to_csv makes of the classic tables.</summary>
internal static class SourceCsv
{
    /// <summary>As many as the classic tables have.</summary>
    private const int Rows = 11_154;

    /// <summary>What the row of the index must arrive as.</summary>
    public static EmulatedEvent Expected(long index) => GeneratedRows.Event(seed: 7, number: 0, (int)index);

    public static void Write(string directory)
    {
        var events = Enumerable.Range(0, Rows).Select(index => Expected(index)).ToArray();
        Write(Path.Combine(directory, "pinterest_data.csv"), events.Select(each => each.Pin));
        Write(Path.Combine(directory, "geolocation_data.csv"), events.Select(each => each.Geo));
        Write(Path.Combine(directory, "user_data.csv"), events.Select(each => each.User));
    }

    private static void Write(string path, IEnumerable<byte[]> rows)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        var position = 0;
        foreach (var row in rows)
        {
            using var json = JsonDocument.Parse(row);
            if (position == 0)
            {
                file.WriteLine(string.Concat(json.RootElement.EnumerateObject().Select(column => "," + column.Name)));
            }

            file.WriteLine(position++ + string.Concat(json.RootElement.EnumerateObject().Select(column => "," + Field(column.Value))));
        }
    }

    /// <summary>Quoted where it must be; a moment with a space in its middle.</summary>
    private static string Field(JsonElement value)
    {
        var text = value.ToString();
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTime(out _) ? text.Replace('T', ' ')
            : text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }
}
