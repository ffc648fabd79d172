using Analytics.Worker.Pipelines;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>Runs a pipeline's SQL files in DuckDB, inside this process. Each call has a database of its own, in memory.</summary>
internal sealed class DuckDbEngine(Pipeline pipeline, IOptions<DuckDbOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(options.Value.CallsMax);

    /// <summary>Cleans records of one source into one Parquet file, <c>{source}.parquet</c>.</summary>
    /// <param name="source">What the records are.</param>
    /// <param name="records">The records; repeats are kept.</param>
    /// <param name="positions">The columns that say where a row came from.</param>
    /// <param name="outputDirectory">An existing directory that belongs to this call; a file of that name in it is an error.</param>
    /// <param name="cancellation">Interrupts the engine; nothing is left behind.</param>
    public async Task<CleanedBatch> CleanAsync(
        PipelineSource source,
        IReadOnlyList<RawRecord> records,
        SourcePosition positions,
        string outputDirectory,
        CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        throw new NotSupportedException($"{pipeline.Name} {source.Name} {records.Count} {positions} {outputDirectory}");
    }

    /// <summary>Answers every query of the pipeline over the distinct cleaned rows of all files.</summary>
    /// <param name="files">Parquet files per source name, of both paths; a source without files is empty.</param>
    /// <param name="outputDirectory">An existing directory that belongs to this call; gets <c>{query id}.parquet</c> each.</param>
    /// <param name="cancellation">Interrupts the engine.</param>
    /// <returns>The answers, in the pipeline's order.</returns>
    public async Task<IReadOnlyList<QueryResult>> QueryAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> files, string outputDirectory, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        throw new NotSupportedException($"{files.Count} {outputDirectory}");
    }

    public void Dispose() => _turn.Dispose();
}
