namespace Amazon.Kinesis.Model;

/// <summary>Asks for a place in a shard to read from.</summary>
public class GetShardIteratorRequest : AmazonKinesisRequest
{
    /// <summary>The stream's name: 1 to 128 characters of <c>a-z A-Z 0-9 _ . -</c>. Either this or <see cref="StreamARN"/> is needed.</summary>
    public string? StreamName { get; set; }

    /// <summary>The stream's Amazon resource name.</summary>
    public string? StreamARN { get; set; }

    /// <summary>The shard.</summary>
    public string? ShardId { get; set; }

    /// <summary>Where to start.</summary>
    public ShardIteratorType? ShardIteratorType { get; set; }

    /// <summary>For <c>AT_SEQUENCE_NUMBER</c> and <c>AFTER_SEQUENCE_NUMBER</c>.</summary>
    public string? StartingSequenceNumber { get; set; }

    /// <summary>For <c>AT_TIMESTAMP</c>; to the millisecond.</summary>
    public DateTime? Timestamp { get; set; }
}
