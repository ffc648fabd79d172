namespace Amazon.Kinesis.Model;

/// <summary>Asks for a stream's state and one page of its shards.</summary>
public class DescribeStreamRequest : AmazonKinesisRequest
{
    /// <summary>The stream's name: 1 to 128 characters of <c>a-z A-Z 0-9 _ . -</c>. Either this or <see cref="StreamARN"/> is needed.</summary>
    public string? StreamName { get; set; }

    /// <summary>The stream's Amazon resource name.</summary>
    public string? StreamARN { get; set; }

    /// <summary>Shards per page, 1 to 10,000; default 100.</summary>
    public int? Limit { get; set; }

    /// <summary>The last shard of the page before.</summary>
    public string? ExclusiveStartShardId { get; set; }
}
