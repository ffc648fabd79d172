using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>The statistics of a Delta <c>add</c> action, from the rows themselves.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Json">numRecords, minValues, maxValues, nullCount.</param>
/// <remarks>
/// Computed rather than taken from the Parquet writer (COPY … RETURN_STATS), whose text would have to be parsed back into types.
/// Readers skip files by minValues and maxValues, so a bound that is not certain is left out. Lists have no bounds.
/// </remarks>
internal sealed record DeltaStatistics(long Rows, string Json)
{
    /// <summary>As Delta's own writers: the minimum of longer text is its beginning, which is no greater; the maximum is left out.</summary>
    private const int TextCharactersMax = 32;

    public static DeltaStatistics Compute(DuckDbSession session, string view, IReadOnlyList<PipelineColumn> columns)
    {
        var aggregates = columns.Select(column => SqlText.Name(column.Name)).Select(name => $"min({name}), max({name}), count({name})");
        return session.Query($"SELECT count(*), {string.Join(", ", aggregates)} FROM {view}", reader => Read(reader, columns)).Single();
    }

    private static DeltaStatistics Read(DbDataReader reader, IReadOnlyList<PipelineColumn> columns)
    {
        var rows = reader.GetInt64(0);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", rows);
            json.WriteStartObject("minValues");
            WriteBounds(json, reader, columns, offset: 1, isMaximum: false);
            json.WriteEndObject();
            json.WriteStartObject("maxValues");
            WriteBounds(json, reader, columns, offset: 2, isMaximum: true);
            json.WriteEndObject();
            json.WriteStartObject("nullCount");
            for (var i = 0; i < columns.Count; i++)
            {
                json.WriteNumber(columns[i].Name, rows - reader.GetInt64((3 * i) + 3));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new DeltaStatistics(rows, Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void WriteBounds(
        Utf8JsonWriter json, DbDataReader reader, IReadOnlyList<PipelineColumn> columns, int offset, bool isMaximum)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var at = (3 * i) + offset;
            if (!reader.IsDBNull(at))
            {
                WriteBound(json, columns[i], reader, at, isMaximum);
            }
        }
    }

    private static void WriteBound(Utf8JsonWriter json, PipelineColumn column, DbDataReader reader, int at, bool isMaximum)
    {
        switch (column.Type)
        {
            case ColumnType.Integer:
                json.WriteNumber(column.Name, reader.GetInt32(at));
                break;
            case ColumnType.Long:
                json.WriteNumber(column.Name, reader.GetInt64(at));
                break;
            case ColumnType.Double when double.IsFinite(reader.GetDouble(at)):
                json.WriteNumber(column.Name, reader.GetDouble(at));
                break;
            case ColumnType.Timestamp:
                json.WriteString(column.Name, reader.GetDateTime(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            case ColumnType.String when Bound(reader.GetString(at), isMaximum) is { } bound:
                json.WriteString(column.Name, bound);
                break;
        }
    }

    private static string? Bound(string text, bool isMaximum)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes().Take(TextCharactersMax))
        {
            length += rune.Utf16SequenceLength;
        }

        return length == text.Length ? text : isMaximum ? null : text[..length];
    }
}
