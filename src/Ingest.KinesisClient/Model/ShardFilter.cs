namespace Amazon.Kinesis.Model;

/// <summary>Leaves only some shards in a list.</summary>
public class ShardFilter
{
    /// <summary>Which.</summary>
    public ShardFilterType? Type { get; set; }

    /// <summary>For <c>AFTER_SHARD_ID</c>.</summary>
    public string? ShardId { get; set; }

    /// <summary>For <c>AT_TIMESTAMP</c> and <c>FROM_TIMESTAMP</c>.</summary>
    public DateTime? Timestamp { get; set; }
}
