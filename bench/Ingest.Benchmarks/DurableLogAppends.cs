using BenchmarkDotNet.Attributes;

namespace Ingest.Benchmarks;

/// <summary>How many records a second does the log acknowledge, each flushed to disk, for so many waiting writers?</summary>
public class DurableLogAppends
{
    private const int Appends = 4096;

    private readonly byte[] _record = new byte[200];
    private string _directory = null!;
    private DurableLog.DurableLog _log = null!;

    /// <summary>Writers that each wait for their record before the next.</summary>
    [Params(1, 64, 512)]
    public int Writers { get; set; }

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _directory = Directory.CreateTempSubdirectory("ingest-bench-").FullName;
        _log = await DurableLog.DurableLog.OpenOrCreateAsync(Path.Combine(_directory, "log"));
    }

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        await _log.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Appends)]
    public Task AppendAsync() => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync(Appends / Writers)));

    private async Task WriteAsync(int appends)
    {
        for (var i = 0; i < appends; i++)
        {
            await _log.AppendAsync(_record);
        }
    }
}
