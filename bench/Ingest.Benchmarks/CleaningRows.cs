using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;

namespace Ingest.Benchmarks;

/// <summary>How many records a second does the worker clean into a Parquet file, in batches of a stream's and of a bucket's size?</summary>
public sealed class CleaningRows : IDisposable
{
    private string _directory = null!;
    private DuckDbEngine _engine = null!;
    private PipelineSource _source = null!;
    private RawRecord[] _records = null!;

    /// <summary>Records cleaned at once.</summary>
    [Params(100, 50_000)]
    public int Records { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _directory = Directory.CreateTempSubdirectory("ingest-bench-").FullName;
        var pipeline = PipelineLoader.Load(new PipelineOptions());
        _engine = new DuckDbEngine(pipeline, Options.Create(new DuckDbOptions()));
        _source = pipeline.Sources.Single(source => source.Name == "geo");
        _records =
        [
            .. Enumerable.Range(0, Records).Select(i => new RawRecord("shardId-000000000000", $"{i}", System.Text.Encoding.UTF8.GetBytes(
                $$"""{"ind":{{i}},"timestamp":"2020-08-28T03:52:47","latitude":-89.9787,"longitude":-173.293,"country":"Albania"}"""))),
        ];
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark]
    public async Task<long> CleanAsync()
    {
        var output = Directory.CreateDirectory(Path.Combine(_directory, Guid.NewGuid().ToString("n")));
        var batch = await _engine.CleanAsync(_source, _records, SourcePosition.Stream, output.FullName, CancellationToken.None);
        output.Delete(recursive: true);
        return batch.Rows;
    }
}
