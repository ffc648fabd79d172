using Amazon.Kinesis.Model;

namespace Analytics.Worker.Stream;

/// <summary>Which shards may be begun. Pure.</summary>
internal static class ShardOrder
{
    /// <summary>Shards that are not begun and whose parents, as far as they are still listed, are drained.</summary>
    public static IEnumerable<string> Startable(IReadOnlyList<Shard> shards, IReadOnlySet<string> begun, IReadOnlySet<string> drained)
    {
        var listed = shards.Select(shard => shard.ShardId!).ToHashSet();
        return from shard in shards
               where !begun.Contains(shard.ShardId!)
               where Parents(shard).All(parent => !listed.Contains(parent) || drained.Contains(parent))
               select shard.ShardId;
    }

    private static IEnumerable<string> Parents(Shard shard) => new[] { shard.ParentShardId, shard.AdjacentParentShardId }.OfType<string>();
}
