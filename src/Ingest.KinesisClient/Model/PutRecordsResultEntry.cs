namespace Amazon.Kinesis.Model;

/// <summary>What became of one record: it is stored when there is a sequence number and no error code.</summary>
public class PutRecordsResultEntry
{
    /// <summary>Its number in the shard; null when it was not stored.</summary>
    public string? SequenceNumber { get; set; }

    /// <summary>The shard it is in; null when it was not stored.</summary>
    public string? ShardId { get; set; }

    /// <summary><c>ProvisionedThroughputExceededException</c> or <c>InternalFailure</c>; null when it was stored.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The reason in words; null when it was stored.</summary>
    public string? ErrorMessage { get; set; }
}
