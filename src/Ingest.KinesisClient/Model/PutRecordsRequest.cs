namespace Amazon.Kinesis.Model;

/// <summary>Stores up to 500 records, each for itself: one that fails stops no other, and their order is not promised.</summary>
public class PutRecordsRequest : AmazonKinesisRequest
{
    /// <summary>1 to 500 records of together at most 10 MiB, keys included (5 MiB before October 2025).</summary>
    public List<PutRecordsRequestEntry>? Records { get; set; }

    /// <summary>The stream's name: 1 to 128 characters of <c>a-z A-Z 0-9 _ . -</c>. Either this or <see cref="StreamARN"/> is needed.</summary>
    public string? StreamName { get; set; }

    /// <summary>The stream's Amazon resource name.</summary>
    public string? StreamARN { get; set; }
}
