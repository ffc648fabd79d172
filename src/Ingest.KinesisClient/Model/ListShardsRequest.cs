namespace Amazon.Kinesis.Model;

/// <summary>Asks for one page of a stream's shards, closed ones included while their records are kept.</summary>
public class ListShardsRequest : AmazonKinesisRequest
{
    /// <summary>The stream's name: 1 to 128 characters of <c>a-z A-Z 0-9 _ . -</c>. Either this or <see cref="StreamARN"/> is needed.</summary>
    public string? StreamName { get; set; }

    /// <summary>The stream's Amazon resource name.</summary>
    public string? StreamARN { get; set; }

    /// <summary>The token of the page before; then no stream may be named. Valid for 300 seconds.</summary>
    public string? NextToken { get; set; }

    /// <summary>The last shard of the page before.</summary>
    public string? ExclusiveStartShardId { get; set; }

    /// <summary>Shards per page, 1 to 10,000; default 1,000.</summary>
    public int? MaxResults { get; set; }

    /// <summary>Tells this stream from a deleted one of the same name.</summary>
    public DateTime? StreamCreationTimestamp { get; set; }

    /// <summary>Leaves only some shards in.</summary>
    public ShardFilter? ShardFilter { get; set; }
}
