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
    private int _calls;

    public EngineRun(Median? median = null, DuckDbOptions? options = null)
    {
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
    public static List<object?[]> Read(string path, string columns = "*")
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET TimeZone = 'UTC'; SELECT {columns} FROM read_parquet('{path.Replace("'", "''", StringComparison.Ordinal)}')";
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
        Engine.Dispose();
        _directory.Dispose();
    }
}
