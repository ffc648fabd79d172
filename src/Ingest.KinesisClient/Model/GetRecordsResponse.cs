using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The records from an iterator on. An answer without records does not mean the end of the shard.</summary>
public class GetRecordsResponse : AmazonWebServiceResponse
{
    /// <summary>The records in the order of their sequence numbers.</summary>
    public List<Record>? Records { get; set; }

    /// <summary>Where to read on; null when the shard is closed and read to its end.</summary>
    public string? NextShardIterator { get; set; }

    /// <summary>How far this answer is behind the shard's end, in milliseconds.</summary>
    public long? MillisBehindLatest { get; set; }

    /// <summary>The shards that follow this one; only at its end.</summary>
    public List<ChildShard>? ChildShards { get; set; }
}
