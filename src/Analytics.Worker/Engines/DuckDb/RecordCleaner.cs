using System.Globalization;
using System.Text;
using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>Turns records into rows: checks the JSON, lets the pipeline's SQL clean it, writes Parquet, sets the unreadable aside.</summary>
/// <remarks>The same road for batch and stream: both call this with their records and their position columns.</remarks>
internal sealed class RecordCleaner(Pipeline pipeline, DuckDbOptions options, DuckDbSession session)
{
    public CleanedBatch Clean(
        PipelineSource source, IReadOnlyList<RawRecord> records, SourcePosition positions, string directory)
    {
        RequirePositions(records, positions);
        var reasons = new SortedDictionary<int, string>();
        Load(source, records, reasons);

        foreach (var script in pipeline.Cleaning)
        {
            session.Execute(script);
        }

        session.Execute(
            pipeline.Cleaning[^1],
            $"CREATE TEMPORARY TABLE _cleaned AS SELECT * FROM {SqlText.Name(source.Name + "_sink")}");
        foreach (var (row, reason) in session.Query(
            "SELECT _row, _rejected FROM _cleaned WHERE _rejected IS NOT NULL", reader => (reader.GetInt64(0), reader.GetString(1))))
        {
            // A sink that gives a row twice is found below, by the count.
            reasons.TryAdd((int)row, reason);
        }

        var rejected = reasons.Select(reason => new RejectedRecord(records[reason.Key], reason.Value)).ToList();
        var rows = records.Count - rejected.Count;
        return rows == 0 ? new CleanedBatch(null, 0, null, rejected) : Write(source, positions, directory, rows, rejected);
    }

    private static void RequirePositions(IReadOnlyList<RawRecord> records, SourcePosition positions)
    {
        if (positions.Position.Type != ColumnType.Long)
        {
            return;
        }

        foreach (var record in records)
        {
            if (!long.TryParse(record.Position, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                throw new ArgumentException(
                    $"{positions.Position.Name} of a record of {record.Container} is '{record.Position}', not a 64-bit number.", nameof(records));
            }
        }
    }

    private void Load(PipelineSource source, IReadOnlyList<RawRecord> records, SortedDictionary<int, string> reasons)
    {
        foreach (var each in pipeline.Sources)
        {
            // Every source has its table, for the scripts define the views of all of them.
            session.Execute(
                $"CREATE TABLE {SqlText.Name(each.Name + "_json")} (_row BIGINT, _container VARCHAR, _position VARCHAR, _json VARCHAR)");
        }

        session.Append(source.Name + "_json", Readable(source, records, reasons), (row, at) =>
        {
            var record = records[at];
            row.AppendValue((long)at)
                .AppendValue(record.Container)
                .AppendValue(record.Position)
                .AppendValue(Encoding.UTF8.GetString(record.Bytes.Span));
        });
    }

    private IEnumerable<int> Readable(PipelineSource source, IReadOnlyList<RawRecord> records, SortedDictionary<int, string> reasons)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var reason = JsonRecord.Check(records[i].Bytes.Span, source.Fields, options.RecordBytesMax, options.RecordDepthMax);
            if (reason is null)
            {
                yield return i;
            }
            else
            {
                reasons.Add(i, reason);
            }
        }
    }

    private CleanedBatch Write(
        PipelineSource source, SourcePosition positions, string directory, long expected, IReadOnlyList<RejectedRecord> rejected)
    {
        var columns = positions.TableColumns(source);
        session.Execute(
            pipeline.Cleaning[^1],
            $"""
            CREATE TEMPORARY VIEW _rows AS
            SELECT {string.Join(", ", source.Columns.Select(SqlText.Column))},
              CAST(_container AS {SqlText.Type(positions.Container.Type)}) AS {SqlText.Name(positions.Container.Name)},
              CAST(_position AS {SqlText.Type(positions.Position.Type)}) AS {SqlText.Name(positions.Position.Name)}
            FROM _cleaned WHERE _rejected IS NULL ORDER BY _row
            """);

        var statistics = DeltaStatistics.Compute(session, "_rows", columns);
        if (statistics.Rows != expected)
        {
            throw new PipelineSqlException(
                pipeline.Cleaning[^1].File, $"{source.Name}_sink gives {statistics.Rows} rows for {expected} records; cleaning is per record.");
        }

        var path = Path.Combine(directory, $"{source.Name}.parquet");
        session.Execute($"COPY (SELECT * FROM _rows) TO {SqlText.Literal(path)} (FORMAT parquet, COMPRESSION zstd)");
        return new CleanedBatch(path, statistics.Rows, statistics.Json, rejected);
    }
}
