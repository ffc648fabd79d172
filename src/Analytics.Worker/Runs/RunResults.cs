using Analytics.Worker.Batch;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Results;
using Analytics.Worker.Tables;

namespace Analytics.Worker.Runs;

/// <summary>Loads what a run has left in the bucket, and serves it.</summary>
internal sealed partial class RunResults(
    Pipeline pipeline, WorkerStores stores, RunRecords records, RunMarkers markers, RunInputs inputs, ObjectReader objects,
    DuckDbEngine reader, WorkFolder work, ResultBoard board, ILogger<RunResults> log)
{
    private string? _last;

    /// <summary>Serves the results of a run, unless they are served already or were found not to hold.</summary>
    public async Task ServeAsync(RunRecord run, CancellationToken cancellation)
    {
        if (run.Id == _last)
        {
            return;
        }

        try
        {
            board.Latest = await LoadAsync(run, cancellation);
            LogServed(run.Id);
        }
        catch (Exception failure) when (failure is RunRefusedException or PipelineSqlException)
        {
            // They will be the same at the next look; the answers before them stay.
            LogNotServed(failure, run.Id, failure.Message);
        }

        _last = run.Id;
    }

    private async Task<QueryRun> LoadAsync(RunRecord run, CancellationToken cancellation)
    {
        var marker = await markers.ReadAsync(run.Id, cancellation) ?? throw new RunRefusedException($"{records.Keys.Marker(run.Id)} is not there any more.");
        var manifest = await inputs.ReadAsync(run.Id, cancellation) ?? throw new RunRefusedException($"{records.Keys.Inputs(run.Id)} is not there any more.");
        using var scratch = work.NewScratch();
        var files = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var query in pipeline.Queries)
        {
            files[query.Id] = await FetchAsync(records.Keys.Answer(run.Id, query.Id), scratch, cancellation);
        }

        var results = await reader.ReadAnswersAsync(files, scratch.Path, cancellation);
        foreach (var result in results)
        {
            var marked = marker.Queries.FirstOrDefault(query => query.Id == result.Id)?.Rows;
            if (marked != result.Rows.Count)
            {
                throw new RunRefusedException($"The answer of {result.Id} has {result.Rows.Count} rows, and the marker says {marked?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing of it"}.");
            }
        }

        return new QueryRun(
            run.CreatedAt.ToUnixTimeMilliseconds(), run.EndedAt!.Value, 0, results, await PositionsAsync(manifest, cancellation), marker.Sources) { RunId = run.Id };
    }

    /// <summary>Local paths of an answer's files, in the order of their names, which is that of their rows.</summary>
    private async Task<IReadOnlyList<string>> FetchAsync(string prefix, ScratchFolder scratch, CancellationToken cancellation)
    {
        var paths = new List<string>();
        await foreach (var entry in stores.Objects.ListAsync(prefix + "part-", startAfter: null, cancellation))
        {
            var path = Path.Combine(scratch.Path, $"{Guid.NewGuid():N}.parquet");
            await using var content = await stores.Objects.OpenReadAsync(entry.Key, cancellation);
            await using var copy = File.Create(path);
            await content.CopyToAsync(copy, cancellation);
            paths.Add(path);
        }

        return paths.Count > 0 ? paths : throw new RunRefusedException($"There is no object {prefix}part-….");
    }

    /// <summary>How far each partition is in the results: to the end of its last object.</summary>
    private async Task<IReadOnlyList<PartitionPosition>> PositionsAsync(RunManifest manifest, CancellationToken cancellation)
    {
        var positions = new List<PartitionPosition>();
        foreach (var source in pipeline.Sources)
        {
            var last = (manifest.Sources.GetValueOrDefault(source.Name) ?? [])
                .Where(input => input.Key.StartsWith(ObjectName.Prefix(source.Topic), StringComparison.Ordinal))
                .GroupBy(input => ObjectName.PartitionOf(source.Topic, input.Key)!.Value)
                .Select(partition => (Partition: partition.Key, Input: partition.MaxBy(input => ObjectName.FirstOffsetOf(input.Key))!));
            foreach (var (partition, input) in last.OrderBy(each => each.Partition))
            {
                var records = await objects.CountAsync(input.Key, cancellation) ?? 0;
                positions.Add(new PartitionPosition(source.Name, partition, input.Key, input.ETag, ObjectName.FirstOffsetOf(input.Key)!.Value, records));
            }
        }

        return positions;
    }

    [LoggerMessage(LogLevel.Information, "Run {Run}: its results are served")]
    private partial void LogServed(string run);

    [LoggerMessage(LogLevel.Error, "Run {Run}: its results are not served: {Reason}")]
    private partial void LogNotServed(Exception failure, string run, string reason);
}
