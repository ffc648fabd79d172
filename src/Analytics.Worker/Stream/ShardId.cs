namespace Analytics.Worker.Stream;

/// <summary>A shard of a stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Shard">The shard's id, such as <c>shardId-000000000000</c>.</param>
internal readonly record struct ShardId(string Stream, string Shard)
{
    /// <summary><c>&lt;stream&gt;/&lt;shard&gt;</c>: the application of its writer's transactions.</summary>
    public override string ToString() => $"{Stream}/{Shard}";
}
