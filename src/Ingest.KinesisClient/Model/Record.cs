namespace Amazon.Kinesis.Model;

/// <summary>A stored record.</summary>
public class Record
{
    /// <summary>Its number in the shard: a decimal number of up to 129 digits, to be compared as such.</summary>
    public string? SequenceNumber { get; set; }

    /// <summary>When the server took it, UTC, to about a millisecond.</summary>
    public DateTime? ApproximateArrivalTimestamp { get; set; }

    /// <summary>Its bytes; <see cref="MemoryStream.TryGetBuffer"/> gives them without a copy.</summary>
    public MemoryStream? Data { get; set; }

    /// <summary>The key that decided its shard.</summary>
    public string? PartitionKey { get; set; }

    /// <summary>Whether and how records are encrypted at rest; null when the server does not say.</summary>
    public EncryptionType? EncryptionType { get; set; }
}
