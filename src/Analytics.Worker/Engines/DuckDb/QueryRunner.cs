using System.Data.Common;
using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>Answers a pipeline's queries over the distinct rows of its tables.</summary>
/// <remarks>Emulators and retries repeat rows, and joins would square the repeats; that is why queries see <c>{source}_distinct</c>.</remarks>
internal sealed class QueryRunner(Pipeline pipeline, DuckDbOptions options, DuckDbSession session)
{
    public IReadOnlyList<QueryResult> Run(IReadOnlyDictionary<string, IReadOnlyList<string>> files, string directory)
    {
        if (files.Keys.FirstOrDefault(name => pipeline.Sources.All(source => source.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"Pipeline {pipeline.Name} has no source '{unknown}'.", nameof(files));
        }

        foreach (var source in pipeline.Sources)
        {
            Load(source, files.GetValueOrDefault(source.Name) ?? []);
        }

        return [.. pipeline.Queries.Select(query => Answer(query, directory))];
    }

    /// <summary>Reads answers from files.</summary>
    public IReadOnlyList<QueryResult> Read(IReadOnlyDictionary<string, IReadOnlyList<string>> files) =>
        [.. pipeline.Queries.Select(query => Answer(query, $"SELECT * FROM read_parquet({SqlText.Files(files[query.Id])})", files[query.Id][0]))];

    private void Load(PipelineSource source, IReadOnlyList<string> files)
    {
        // The files of the two paths differ in their position columns, so columns are found by name; rows without a file have none.
        var columns = string.Join(", ", source.Columns.Select(SqlText.Column));
        var rows = files.Count == 0
            ? $"(SELECT {string.Join(", ", source.Columns.Select(column => $"NULL AS {SqlText.Name(column.Name)}"))} WHERE FALSE)"
            : $"read_parquet({SqlText.Files(files)}, union_by_name = true)";
        session.Execute($"CREATE TEMPORARY TABLE {SqlText.Name(source.Name + "_distinct")} AS SELECT DISTINCT {columns} FROM {rows}");
    }

    private QueryResult Answer(PipelineQuery query, string directory)
    {
        var path = Path.Combine(directory, $"{query.Id}.parquet");
        var answer = Answer(query, query.Script.Sql, path);
        session.Execute($"COPY _answer TO {SqlText.Literal(path)} (FORMAT parquet, COMPRESSION zstd)");
        return answer;
    }

    private QueryResult Answer(PipelineQuery query, string sql, string path)
    {
        var script = query.Script;
        session.Execute(script, $"CREATE OR REPLACE TEMPORARY TABLE _answer AS\n{sql}\n");

        var columns = session.Query("DESCRIBE _answer", reader => new PipelineColumn(reader.GetString(0), Type(script, reader)));
        var rows = session.Query<IReadOnlyList<object?>>($"SELECT * FROM _answer LIMIT {options.ResultRowsMax + 1L}", reader => ReadRow(reader, columns.Count));
        if (rows.Count > options.ResultRowsMax)
        {
            throw new PipelineSqlException(script.File, $"the answer has more than {options.ResultRowsMax} rows (DuckDb:ResultRowsMax).");
        }

        return new QueryResult(query.Id, query.Title, columns, rows, path);
    }

    private static ColumnType Type(SqlScript script, DbDataReader reader)
    {
        var name = reader.GetString(1);
        foreach (var type in Enum.GetValues<ColumnType>())
        {
            if (SqlText.Type(type) == name)
            {
                return type;
            }
        }

        throw new PipelineSqlException(script.File, $"column {reader.GetString(0)} is {name}; cast it to a type that a table can hold.");
    }

    private static object?[] ReadRow(DbDataReader reader, int columns)
    {
        var row = new object?[columns];
        for (var i = 0; i < columns; i++)
        {
            row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        }

        return row;
    }
}
