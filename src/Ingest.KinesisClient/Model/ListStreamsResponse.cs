using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>One page of streams.</summary>
public class ListStreamsResponse : AmazonWebServiceResponse
{
    /// <summary>Whether there is a next page.</summary>
    public bool? HasMoreStreams { get; set; }

    /// <summary>The token for the next page; null on the last one.</summary>
    public string? NextToken { get; set; }

    /// <summary>The names, in order.</summary>
    public List<string>? StreamNames { get; set; }

    /// <summary>The same streams with their state; null when the server does not say.</summary>
    public List<StreamSummary>? StreamSummaries { get; set; }
}
