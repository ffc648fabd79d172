using Analytics.Worker.Batch;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;

namespace Analytics.Worker.Results;

/// <summary>Runs every query over all batch rows, keeps the answers in the bucket and serves them.</summary>
internal sealed partial class QueryRuns(
    Pipeline pipeline, WorkerStores stores, DuckDbEngine engine, LocalFiles files, WorkFolder work, ResultBoard board,
    WorkerMetrics metrics, TimeProvider time, ILogger<QueryRuns> log)
{
    private readonly RunNumbers _numbers = new(stores.Objects, pipeline.Name);
    private long? _latest;

    /// <summary>Answers the queries over the distinct rows of the tables as they are now.</summary>
    public async Task RunAsync(OpenBatchTables tables, BatchIngest ingest, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var scratch = work.NewScratch();
        var results = await engine.QueryAsync(await FetchAsync(tables, cancellation), scratch.Path, cancellation);
        var number = ingest.Number == 0 ? 0 : await KeepAsync(results, cancellation);

        board.Latest = new QueryRun(
            number,
            time.GetUtcNow(),
            ingest.Number,
            results,
            [.. ingest.Positions.OrderBy(position => position.Source, StringComparer.Ordinal).ThenBy(position => position.Partition)],
            tables.Writers.ToDictionary(
                writer => writer.Key,
                writer => new SourceCounts(writer.Value.Table.Snapshot.Records, tables.Rejects.CountOf(BatchTables.Path, writer.Key))));
        metrics.Queried(time.GetElapsedTime(started));
        LogAnswered(number, ingest.Number, time.GetElapsedTime(started));
    }

    private async Task<Dictionary<string, IReadOnlyList<string>>> FetchAsync(OpenBatchTables tables, CancellationToken cancellation)
    {
        var paths = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (source, writer) in tables.Writers)
        {
            paths[source] = await files.FetchAsync(stores.Objects, writer.Table, writer.Table.Snapshot.Files, cancellation);
        }

        return paths;
    }

    /// <summary>Writes the answers under the next number that nobody has taken.</summary>
    private async Task<long> KeepAsync(IReadOnlyList<QueryResult> results, CancellationToken cancellation)
    {
        _latest ??= await _numbers.FindLatestAsync(cancellation);
        while (true)
        {
            var number = _latest.Value + 1;
            _latest = number;
            if (await TryKeepAsync(number, results, cancellation))
            {
                return number;
            }
        }
    }

    private async Task<bool> TryKeepAsync(long number, IReadOnlyList<QueryResult> results, CancellationToken cancellation)
    {
        foreach (var result in results)
        {
            if (!await stores.Objects.TryCreateFromFileAsync(_numbers.KeyOf(number, result.Id), result.ParquetPath, cancellation))
            {
                return false;
            }
        }

        return true;
    }
}
