namespace Amazon.Kinesis.Model;

/// <summary>A shard that follows one that was read to its end.</summary>
public class ChildShard
{
    /// <summary>Its id.</summary>
    public string? ShardId { get; set; }

    /// <summary>The shards it follows: one after a split, two after a merge.</summary>
    public List<string>? ParentShards { get; set; }

    /// <summary>The hash keys it takes.</summary>
    public HashKeyRange? HashKeyRange { get; set; }
}
