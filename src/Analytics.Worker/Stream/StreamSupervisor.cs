using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Stream;

/// <summary>Keeps one writer running for every shard of a stream, children after their parents.</summary>
internal sealed partial class StreamSupervisor(
    IAmazonKinesis kinesis, WorkerStores stores, StreamTables tables, ShardProgress progress, RetryLoop retries,
    IOptions<StreamOptions> options, TimeProvider time, WorkerMetrics metrics, ILogger<StreamSupervisor> log)
{
    /// <summary>Runs until stopped; shards that are being read are ended before this returns.</summary>
    public async Task RunAsync(PipelineSource source, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var running = new Dictionary<string, Task<bool>>();
        try
        {
            await SuperviseAsync(source, running, ending.Token);
        }
        finally
        {
            // Before anybody opens these shards again: two writers of one shard would be correct, and twice the work.
            await ending.CancelAsync();
            await Task.WhenAll(running.Values.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SuperviseAsync(PipelineSource source, Dictionary<string, Task<bool>> running, CancellationToken stopping)
    {
        var writer = await tables.OpenAsync(source, stopping);
        var waiting = false;
        while (true)
        {
            var shards = await TryListShardsAsync(source.Stream, running.Count > 0, stopping);
            if (shards is null && !waiting && running.Count == 0)
            {
                LogWaiting(source.Stream);
            }

            waiting = shards is null;
            foreach (var shard in ShardOrder.Startable(shards ?? [], running.Keys.ToHashSet(), Drained(running)).ToList())
            {
                running[shard] = StartAsync(new ShardId(source.Stream, shard), writer, stopping);
            }

            await WaitAsync(running, stopping);
        }
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
    private async Task WaitAsync(Dictionary<string, Task<bool>> running, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var pause = Task.Delay(options.Value.DiscoveryInterval, time, enough.Token);
        await Task.WhenAny([pause, .. running.Values.Where(shard => !shard.IsCompleted)]);
        await enough.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    private static HashSet<string> Drained(Dictionary<string, Task<bool>> running) =>
        [.. running.Where(shard => shard.Value is { IsCompletedSuccessfully: true, Result: true }).Select(shard => shard.Key)];

    /// <summary>As <see cref="ListShardsAsync"/>, but a failure does not disturb shards that are being read.</summary>
    private async Task<IReadOnlyList<Shard>?> TryListShardsAsync(string stream, bool mayFail, CancellationToken stopping)
    {
        try
        {
            return await ListShardsAsync(stream, stopping);
        }
        catch (Exception failure) when (mayFail && !stopping.IsCancellationRequested)
        {
            metrics.Retried(stream);
            LogNotListed(failure, stream);
            return null;
        }
    }

    /// <summary>The stream's shards; null while there is no such stream.</summary>
    private async Task<IReadOnlyList<Shard>?> ListShardsAsync(string stream, CancellationToken stopping)
    {
        var shards = new List<Shard>();
        try
        {
            string? next = null;
            do
            {
                var request = next is null ? new ListShardsRequest { StreamName = stream } : new ListShardsRequest { NextToken = next };
                var page = await kinesis.ListShardsAsync(request, stopping);
                shards.AddRange(page.Shards ?? []);
                next = page.NextToken;
            }
            while (next is not null);
        }
        catch (Exception absent) when (absent is ResourceNotFoundException or ResourceInUseException)
        {
            // There is no such stream, or it is being created.
            return null;
        }

        progress.Keep(stream, shards.Select(shard => shard.ShardId!).ToHashSet());
        return shards;
    }
}
