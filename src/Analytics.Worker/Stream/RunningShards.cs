namespace Analytics.Worker.Stream;

/// <summary>The shards of one stream that are being read, each until it is drained; disposing ends them all.</summary>
internal sealed class RunningShards(long streamCreated, CancellationToken stopping) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly Dictionary<string, Task<bool>> _tasks = [];

    /// <summary>Which stream of its name it is: see <see cref="StreamIdentity"/>.</summary>
    public long StreamCreated => streamCreated;

    /// <summary>Shards that were begun.</summary>
    public IReadOnlySet<string> Begun => _tasks.Keys.ToHashSet();

    /// <summary>Shards that are closed and wholly in the table.</summary>
    public IReadOnlySet<string> Drained =>
        _tasks.Where(shard => shard.Value is { IsCompletedSuccessfully: true, Result: true }).Select(shard => shard.Key).ToHashSet();

    /// <summary>Those that are still being read.</summary>
    public IEnumerable<Task> Unfinished => _tasks.Values.Where(shard => !shard.IsCompleted);

    public void Begin(string shard, Func<CancellationToken, Task<bool>> run) => _tasks[shard] = run(_ending.Token);

    /// <summary>Ends them before anybody opens these shards again: two writers of one shard would be correct, and twice the work.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_tasks.Values.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }
}
