using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Delta;
using Analytics.Worker.Engines.DuckDb;

namespace Analytics.Worker.Rejects;

/// <summary>Files of the table of rejected records: written and read with DuckDB.</summary>
internal static class RejectedFile
{
    public const string RejectedAt = "rejected_at";
    public const string Path = "path";
    public const string Source = "source";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static DeltaSchema Schema { get; } = new(
    [
        new DeltaColumn(Path, DeltaType.String),
        new DeltaColumn(Source, DeltaType.String),
        new DeltaColumn("container", DeltaType.String),
        new DeltaColumn("position", DeltaType.String),
        new DeltaColumn("reason", DeltaType.String),
        new DeltaColumn("bytes", DeltaType.Binary),
        new DeltaColumn(RejectedAt, DeltaType.Timestamp),
    ]);

    /// <summary>Statistics of a file whose records all came from one source at one moment.</summary>
    public static string Stats(string path, string source, int records, DateTime at)
    {
        var time = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        JsonObject Bounds() => new() { [Path] = path, [Source] = source, [RejectedAt] = time };
        var none = Schema.Columns.Select(column => KeyValuePair.Create<string, JsonNode?>(column.Name, 0));
        return new JsonObject
        {
            ["numRecords"] = records,
            ["minValues"] = Bounds(),
            ["maxValues"] = Bounds(),
            ["nullCount"] = new JsonObject(none),
        }.ToJsonString();
    }

    public static void Write(DuckDbSession session, string file, string path, string source, IEnumerable<RejectedRecord> records, DateTime at)
    {
        session.Execute("CREATE TABLE rejected (container VARCHAR, position VARCHAR, reason VARCHAR, bytes BLOB)");
        session.Append("rejected", records, (row, record) => row
            .AppendValue(record.Record.Container)
            .AppendValue(record.Record.Position)
            .AppendValue(record.Reason)
            .AppendValue(record.Record.Bytes.ToArray()));
        session.Execute($"""
            COPY (SELECT {SqlText.Literal(path)} AS path, {SqlText.Literal(source)} AS source, container, position, reason, bytes,
                         TIMESTAMPTZ '{at.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}+00' AS rejected_at
                  FROM rejected) TO {SqlText.Literal(file)} (FORMAT parquet, COMPRESSION zstd)
            """);
    }

    /// <summary>Reads the newest records of some files, up to a number of them and to a number of bytes, but one at least.</summary>
    public static IReadOnlyList<RejectedRow> Read(DuckDbSession session, IEnumerable<string> files, int rowsMax, long bytesMax)
    {
        // The sum runs from the newest on, so that no more than what is answered is ever in our memory.
        var sql = $"""
            SELECT path, source, container, position, reason, rejected_at, bytes
            FROM (SELECT *, row_number() OVER newest AS rank, sum(octet_length(bytes)) OVER newest AS total
                  FROM read_parquet({SqlText.Files(files)})
                  WINDOW newest AS (ORDER BY rejected_at DESC, path, source, container DESC, length(position) DESC, position DESC
                                    ROWS UNBOUNDED PRECEDING))
            WHERE rank <= {rowsMax} AND (total <= {bytesMax} OR rank = 1) ORDER BY rank
            """;
        return session.Query(sql, reader =>
        {
            using var content = (System.IO.Stream)reader.GetValue(6);
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            return new RejectedRow(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetDateTime(5), bytes, TextOf(bytes));
        });
    }

    private static string? TextOf(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Not UTF-8: the bytes themselves are kept beside it.
            return null;
        }
    }
}
