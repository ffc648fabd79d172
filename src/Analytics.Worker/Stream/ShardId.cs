namespace Analytics.Worker.Stream;

/// <summary>A shard of a stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="StreamCreated">When the stream was created, Unix milliseconds: one made later under its name is another.</param>
/// <param name="Shard">The shard's id, such as <c>shardId-000000000000</c>.</param>
internal readonly record struct ShardId(string Stream, long StreamCreated, string Shard)
{
    /// <summary><c>&lt;stream&gt;/&lt;created&gt;/&lt;shard&gt;</c>: the application of its writer's transactions.</summary>
    public override string ToString() => $"{Stream}/{StreamCreated}/{Shard}";
}
