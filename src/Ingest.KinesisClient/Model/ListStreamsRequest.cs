namespace Amazon.Kinesis.Model;

/// <summary>Asks for one page of the account's streams in this region.</summary>
public class ListStreamsRequest : AmazonKinesisRequest
{
    /// <summary>Names per page, 1 to 10,000; default 100.</summary>
    public int? Limit { get; set; }

    /// <summary>The last name of the page before.</summary>
    public string? ExclusiveStartStreamName { get; set; }

    /// <summary>The token of the page before.</summary>
    public string? NextToken { get; set; }
}
