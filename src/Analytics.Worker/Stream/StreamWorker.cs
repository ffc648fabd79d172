using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;

namespace Analytics.Worker.Stream;

/// <summary>The stream path: takes every stream of the pipeline into its table, for as long as the service runs.</summary>
internal sealed class StreamWorker(Pipeline pipeline, WorkerStores stores, StreamSupervisor supervisor, RetryLoop retries) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(pipeline.Sources.Select(source => retries.RunAsync(source.Stream, stopping => RunAsync(source, stopping), stoppingToken)));

    private async Task RunAsync(PipelineSource source, CancellationToken stopping)
    {
        try
        {
            await stores.Tables.ProveCreateOnlyAsync(stopping);
        }
        catch (OverwritingStoreException overwriting)
        {
            throw new PermanentFaultException(overwriting.Message, overwriting);
        }

        await supervisor.RunAsync(source, stopping);
    }
}
