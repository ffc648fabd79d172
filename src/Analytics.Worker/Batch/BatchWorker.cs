using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Results;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Batch;

/// <summary>The batch path: takes in what is new, then answers the queries, for as long as the service runs.</summary>
internal sealed class BatchWorker(
    Pipeline pipeline, WorkerStores stores, BatchTables tables, TopicListing listing, ManifestProcessor processor,
    QueryRuns runs, RetryLoop retries, IOptions<BatchOptions> options, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        retries.RunAsync("batch", RunAsync, stoppingToken);

    private async Task RunAsync(CancellationToken stopping)
    {
        await ProveCreateOnlyAsync(stopping);
        using var open = await tables.OpenAsync(stopping);
        var ingest = new BatchIngest(pipeline, open, new Manifests(stores.Objects), listing, processor, options);
        await ingest.RecoverAsync(stopping);
        await runs.RunAsync(open, ingest, stopping);

        while (true)
        {
            if (await TakeNewAsync(ingest, stopping))
            {
                await runs.RunAsync(open, ingest, stopping);
            }
            else
            {
                await Task.Delay(options.Value.PollInterval, time, stopping);
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
