using System.Text;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using DuckDB.NET.Data;
using Ingest.Testing;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Tests.Engines.DuckDb;

/// <summary>The shipped pipeline in an engine of its own, with a directory for its files.</summary>
internal sealed class EngineRun : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly DuckDBConnection _reader = new("DataSource=:memory:");
    private int _calls;

    public EngineRun(Median? median = null, DuckDbOptions? options = null)
    {
        _reader.Open();
        Query("SET TimeZone = 'UTC'");
        Pipeline = PipelineLoader.Load(new PipelineOptions { Median = median });
        Engine = new DuckDbEngine(Pipeline, Options.Create(options ?? new DuckDbOptions()));
    }

    public Pipeline Pipeline { get; }

    public DuckDbEngine Engine { get; }

    public string NewDirectory(string? name = null) =>
        Directory.CreateDirectory(Path.Combine(_directory.Path, name ?? $"call-{Interlocked.Increment(ref _calls)}")).FullName;

    public Task<CleanedBatch> CleanAsync(string source, params string[] records) =>
        CleanAsync(source, [.. records.Select(record => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(record)))]);

    public Task<CleanedBatch> CleanAsync(string source, IReadOnlyList<ReadOnlyMemory<byte>> records) =>
        Engine.CleanAsync(
            Pipeline.Source(source),
            [.. records.Select((bytes, line) => new RawRecord("topics/o.json", $"{line}", bytes))],
            SourcePosition.Batch,
            NewDirectory(),
            TestContext.Current.CancellationToken);

    /// <summary>Reads rows of a file with a database that is not the engine's.</summary>
    public List<object?[]> Read(string path, string columns = "*") => Query($"SELECT {columns} FROM read_parquet('{path}')");

    /// <summary>Asks that database anything.</summary>
    public List<object?[]> Query(string sql)
    {
        using var command = _reader.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    public void Dispose()
    {
        _reader.Dispose();
        Engine.Dispose();
        _directory.Dispose();
    }
}
