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
    /// <param name="outputDirectory">An existing directory that belongs to this call; a call that fails may leave part of a file in it, and the next one replaces it.</param>
    /// <param name="cancellation">Interrupts the engine.</param>
    /// <exception cref="PipelineSqlException">A SQL file of the pipeline does not run; trying again changes nothing.</exception>
    public Task<CleanedBatch> CleanAsync(
        PipelineSource source,
        IReadOnlyList<RawRecord> records,
        SourcePosition positions,
        string outputDirectory,
        CancellationToken cancellation) =>
        RunAsync(outputDirectory, session => new RecordCleaner(pipeline, options.Value, session).Clean(source, records, positions, outputDirectory), cancellation);

    /// <summary>Answers every query of the pipeline over the distinct cleaned rows of all files.</summary>
    /// <param name="files">Parquet files per source name, of both paths; a source without files is empty.</param>
    /// <param name="outputDirectory">An existing directory that belongs to this call; gets <c>{query id}.parquet</c> each.</param>
    /// <param name="cancellation">Interrupts the engine.</param>
    /// <returns>The answers, in the pipeline's order.</returns>
    /// <exception cref="PipelineSqlException">A SQL file of the pipeline does not run; trying again changes nothing.</exception>
    public Task<IReadOnlyList<QueryResult>> QueryAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> files, string outputDirectory, CancellationToken cancellation) =>
        RunAsync(outputDirectory, session => new QueryRunner(pipeline, options.Value, session).Run(files, outputDirectory), cancellation);

    /// <summary>Reads the answers that another engine has written.</summary>
    /// <param name="files">Parquet files per query, in the order of their rows.</param>
    /// <param name="workDirectory">An existing directory that belongs to this call.</param>
    /// <param name="cancellation">Interrupts the engine.</param>
    /// <returns>The answers, in the pipeline's order.</returns>
    /// <exception cref="PipelineSqlException">A file is no answer; trying again changes nothing.</exception>
    public Task<IReadOnlyList<QueryResult>> ReadAnswersAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> files, string workDirectory, CancellationToken cancellation) =>
        RunAsync(workDirectory, session => new QueryRunner(pipeline, options.Value, session).Read(files), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>DuckDB works synchronously, so a call takes a thread of the pool for as long as it runs.</summary>
    private async Task<T> RunAsync<T>(string directory, Func<DuckDbSession, T> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(
                () =>
                {
                    using var session = new DuckDbSession(options.Value, directory, cancellation);
                    return work(session);
                },
                cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }
}
