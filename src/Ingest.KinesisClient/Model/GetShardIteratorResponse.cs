using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>A place in a shard.</summary>
public class GetShardIteratorResponse : AmazonWebServiceResponse
{
    /// <summary>To be used within 5 minutes.</summary>
    public string? ShardIterator { get; set; }
}
