namespace Analytics.Worker.Stream;

/// <summary>How far a shard is committed.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Batch">The number of its last batch; 0 before the first.</param>
/// <param name="SequenceNumber">The last sequence number in the table; null before the first.</param>
/// <param name="IsDrained">Whether the shard is closed and all of it is in the table.</param>
internal sealed record ShardState(ShardId Shard, long Batch, string? SequenceNumber, bool IsDrained);
