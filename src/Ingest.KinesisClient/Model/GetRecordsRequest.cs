namespace Amazon.Kinesis.Model;

/// <summary>Reads on from an iterator.</summary>
public class GetRecordsRequest : AmazonKinesisRequest
{
    /// <summary>From <see cref="GetShardIteratorResponse"/> or the answer before.</summary>
    public string? ShardIterator { get; set; }

    /// <summary>Records per answer, 1 to 10,000; default 10,000. An answer is at most 10 MiB.</summary>
    public int? Limit { get; set; }

    /// <summary>The stream's Amazon resource name.</summary>
    public string? StreamARN { get; set; }
}
