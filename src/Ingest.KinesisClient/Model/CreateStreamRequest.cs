namespace Amazon.Kinesis.Model;

/// <summary>Asks for a new stream. It can be used once its status is <c>ACTIVE</c>.</summary>
public class CreateStreamRequest : AmazonKinesisRequest
{
    /// <summary>The stream's name, unique in the account and region: 1 to 128 characters of <c>a-z A-Z 0-9 _ . -</c>.</summary>
    public string? StreamName { get; set; }

    /// <summary>Shards to begin with, 1 or more. Needed in provisioned mode; absent in on-demand mode.</summary>
    public int? ShardCount { get; set; }

    /// <summary>Provisioned (the default) or on-demand.</summary>
    public StreamModeDetails? StreamModeDetails { get; set; }

    /// <summary>Up to 50 tags.</summary>
    public Dictionary<string, string>? Tags { get; set; }
}
