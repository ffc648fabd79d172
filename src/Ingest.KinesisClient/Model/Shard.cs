namespace Amazon.Kinesis.Model;

/// <summary>A part of a stream: records of a range of hash keys, in order.</summary>
public class Shard
{
    /// <summary>Its id, such as <c>shardId-000000000000</c>.</summary>
    public string? ShardId { get; set; }

    /// <summary>The shard it was split or merged from; to be read to the end first.</summary>
    public string? ParentShardId { get; set; }

    /// <summary>After a merge, the other shard it came from.</summary>
    public string? AdjacentParentShardId { get; set; }

    /// <summary>The hash keys it takes.</summary>
    public HashKeyRange? HashKeyRange { get; set; }

    /// <summary>The sequence numbers it holds.</summary>
    public SequenceNumberRange? SequenceNumberRange { get; set; }
}
