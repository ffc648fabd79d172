using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The record is stored.</summary>
public class PutRecordResponse : AmazonWebServiceResponse
{
    /// <summary>The shard it is in.</summary>
    public string? ShardId { get; set; }

    /// <summary>Its number in the shard: a decimal number of up to 129 digits, to be compared as such.</summary>
    public string? SequenceNumber { get; set; }

    /// <summary>Whether and how records are encrypted at rest; null when the server does not say.</summary>
    public EncryptionType? EncryptionType { get; set; }
}
