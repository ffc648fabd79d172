using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>One page of shards.</summary>
public class ListShardsResponse : AmazonWebServiceResponse
{
    /// <summary>The shards.</summary>
    public List<Shard>? Shards { get; set; }

    /// <summary>The token for the next page; null on the last one.</summary>
    public string? NextToken { get; set; }
}
