using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>A stream's state.</summary>
public class DescribeStreamResponse : AmazonWebServiceResponse
{
    /// <summary>The state and one page of shards.</summary>
    public StreamDescription? StreamDescription { get; set; }
}
