using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Results;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Batch;

/// <summary>The batch path in DuckDB: takes in what is new, then answers the queries, for as long as the service runs.</summary>
internal sealed class BatchWorker(
    Pipeline pipeline, WorkerStores stores, BatchTables tables, TopicListing listing, ManifestProcessor processor,
    QueryRuns runs, BatchTurns turns, ResultBoard board, RetryLoop retries, IOptions<BatchOptions> options) : BackgroundService
{
    /// <summary>What it is called in logs and on the <see cref="FaultBoard"/>.</summary>
    public const string Name = "batch";

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        retries.RunAsync(Name, RunAsync, stoppingToken);

    private async Task RunAsync(CancellationToken stopping)
    {
        await ProveCreateOnlyAsync(stopping);
        using var open = await tables.OpenAsync(stopping);
        var ingest = new BatchIngest(pipeline, open, new Manifests(stores.Objects), listing, processor, options);
        await ingest.RecoverAsync(stopping);
        await runs.RunAsync(open, ingest, stopping);

        while (true)
        {
            var asked = turns.Waiting;
            if (await TakeNewAsync(ingest, stopping) || asked.Count > 0)
            {
                await runs.RunAsync(open, ingest, stopping);
                turns.End(asked, board.Latest!);
            }
            else
            {
                await turns.WaitAsync(options.Value.PollInterval, stopping);
            }
        }
    }

    private async Task<bool> TakeNewAsync(BatchIngest ingest, CancellationToken stopping)
    {
        var taken = 0;
        while (taken < options.Value.ManifestsPerRunMax && await ingest.TakeNextAsync(stopping))
        {
            taken++;
        }

        return taken > 0;
    }

    private async Task ProveCreateOnlyAsync(CancellationToken stopping)
    {
        try
        {
            await stores.Objects.ProveCreateOnlyAsync(stopping);
        }
        catch (OverwritingStoreException overwriting)
        {
            throw new PermanentFaultException(overwriting.Message, overwriting);
        }
    }
}
