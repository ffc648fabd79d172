using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>A stream's state without its shards.</summary>
public class DescribeStreamSummaryResponse : AmazonWebServiceResponse
{
    /// <summary>The state.</summary>
    public StreamDescriptionSummary? StreamDescriptionSummary { get; set; }
}
