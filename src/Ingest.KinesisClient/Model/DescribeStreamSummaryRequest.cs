namespace Amazon.Kinesis.Model;

/// <summary>Asks for a stream's state without its shards.</summary>
public class DescribeStreamSummaryRequest : AmazonKinesisRequest
{
    /// <summary>The stream's name: 1 to 128 characters of <c>a-z A-Z 0-9 _ . -</c>. Either this or <see cref="StreamARN"/> is needed.</summary>
    public string? StreamName { get; set; }

    /// <summary>The stream's Amazon resource name.</summary>
    public string? StreamARN { get; set; }
}
