namespace Amazon.Kinesis.Model;

/// <summary>Asks to delete a stream and all its records.</summary>
public class DeleteStreamRequest : AmazonKinesisRequest
{
    /// <summary>The stream's name: 1 to 128 characters of <c>a-z A-Z 0-9 _ . -</c>. Either this or <see cref="StreamARN"/> is needed.</summary>
    public string? StreamName { get; set; }

    /// <summary>The stream's Amazon resource name.</summary>
    public string? StreamARN { get; set; }

    /// <summary>Delete the stream even while it has registered consumers; default false.</summary>
    public bool? EnforceConsumerDeletion { get; set; }
}
