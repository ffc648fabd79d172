using System.Collections.Concurrent;

namespace Analytics.Worker.Stream;

/// <summary>How far every shard is committed.</summary>
internal sealed class ShardProgress
{
    private readonly ConcurrentDictionary<ShardId, ShardState> _shards = new();

    /// <summary>The shards of a stream that have been begun, in the order of their ids.</summary>
    public IReadOnlyList<ShardState> Of(string stream) =>
        [.. _shards.Where(shard => shard.Key.Stream == stream).Select(shard => shard.Value).OrderBy(shard => shard.Shard.Shard, StringComparer.Ordinal)];

    /// <summary>Everything up to this sequence number is in the table.</summary>
    public void Reached(ShardId shard, long batch, string? sequenceNumber) =>
        _shards[shard] = new ShardState(shard, batch, sequenceNumber, IsDrained: false);

    /// <summary>The shard is closed and all of it is in the table.</summary>
    public void Drained(ShardId shard)
    {
        if (_shards.TryGetValue(shard, out var state))
        {
            _shards[shard] = state with { IsDrained = true };
        }
    }

    /// <summary>Forgets the shards of a stream that it no longer has, and those of an earlier stream of its name.</summary>
    public void Keep(string stream, long streamCreated, IReadOnlySet<string> listed)
    {
        foreach (var gone in _shards.Keys.Where(shard =>
            shard.Stream == stream && (shard.StreamCreated != streamCreated || !listed.Contains(shard.Shard))))
        {
            _shards.TryRemove(gone, out _);
        }
    }
}
