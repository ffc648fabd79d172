using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Stream;

/// <summary>Keeps one writer running for every shard of a stream, children after their parents.</summary>
internal sealed partial class StreamSupervisor(
    IAmazonKinesis kinesis, WorkerStores stores, StreamTables tables, ShardProgress progress, RetryLoop retries, FaultBoard faults,
    IOptions<StreamOptions> options, TimeProvider time, WorkerMetrics metrics, ILogger<StreamSupervisor> log)
{
    /// <summary>Runs until stopped; shards that are being read are ended before this returns.</summary>
    public async Task RunAsync(PipelineSource source, CancellationToken stopping)
    {
        var writer = await tables.OpenAsync(source, stopping);
        var running = new RunningShards(0, stopping);
        try
        {
            var waiting = false;
            while (true)
            {
                var found = await TryFindAsync(source.Stream, running, stopping);
                if (found is null && !waiting && running.Begun.Count == 0)
                {
                    LogWaiting(source.Stream);
                }

                waiting = found is null;
                if (found is { } stream && stream.Created != running.StreamCreated)
                {
                    running = await BeginAnewAsync(source.Stream, stream.Created, running, stopping);
                }

                foreach (var shard in ShardOrder.Startable(found?.Shards ?? [], running.Begun, running.Drained).ToList())
                {
                    var id = new ShardId(source.Stream, running.StreamCreated, shard);
                    running.Begin(shard, ending => StartAsync(id, writer, ending));
                }

                await WaitAsync(running, stopping);
            }
        }
        finally
        {
            await running.DisposeAsync();
        }
    }

    /// <summary>Ends the shards of a stream that is no more. What it acknowledged and nobody has read is gone with it.</summary>
    private async Task<RunningShards> BeginAnewAsync(string stream, long created, RunningShards earlier, CancellationToken stopping)
    {
        await earlier.DisposeAsync();
        if (earlier.Begun.Count > 0)
        {
            LogMadeAnew(stream);
            faults.Forget(stream + "/");
        }

        return new RunningShards(created, stopping);
    }

    private Task<bool> StartAsync(ShardId shard, RowWriter writer, CancellationToken stopping)
    {
        LogStarting(shard.Stream, shard.Shard);
        return retries.RunAsync(
            shard.ToString(),
            cancellation => new ShardWriter(
                shard, kinesis, new ShardPlans(stores.Tables, shard), writer, progress, options.Value, time, metrics, log).RunAsync(cancellation),
            stopping);
    }

    /// <summary>Waits until it is time to look for shards again, or a shard has come to its end and its children may begin.</summary>
    private async Task WaitAsync(RunningShards running, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var pause = Task.Delay(options.Value.DiscoveryInterval, time, enough.Token);
        await Task.WhenAny([pause, .. running.Unfinished]);
        await enough.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    /// <summary>As <see cref="FindAsync"/>, but a failure does not disturb shards that are being read.</summary>
    private async Task<FoundStream?> TryFindAsync(string stream, RunningShards running, CancellationToken stopping)
    {
        try
        {
            return await FindAsync(stream, stopping);
        }
        catch (Exception failure) when (running.Begun.Count > 0 && !stopping.IsCancellationRequested)
        {
            metrics.Retried(stream);
            LogNotListed(failure, stream);
            return null;
        }
    }

    /// <summary>The stream as it is; null while there is none.</summary>
    private async Task<FoundStream?> FindAsync(string stream, CancellationToken stopping)
    {
        var shards = new List<Shard>();
        try
        {
            // Before its shards: those of a stream made in between are then taken for the earlier one's, and found out at the next look.
            if (await StreamIdentity.FindAsync(kinesis, stream, stopping) is not { } created)
            {
                return null;
            }

            string? next = null;
            do
            {
                var request = next is null ? new ListShardsRequest { StreamName = stream } : new ListShardsRequest { NextToken = next };
                var page = await kinesis.ListShardsAsync(request, stopping);
                shards.AddRange(page.Shards ?? []);
                next = page.NextToken;
            }
            while (next is not null);

            progress.Keep(stream, created, shards.Select(shard => shard.ShardId!).ToHashSet());
            return new FoundStream(created, shards);
        }
        catch (Exception absent) when (absent is ResourceNotFoundException or ResourceInUseException)
        {
            // There is no such stream, or it is being created.
            return null;
        }
    }

    private sealed record FoundStream(long Created, IReadOnlyList<Shard> Shards);
}
