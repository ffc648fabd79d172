namespace Amazon.Kinesis.Model;

/// <summary>One record of a <see cref="PutRecordsRequest"/>.</summary>
public class PutRecordsRequestEntry
{
    /// <summary>The record's bytes, whole and whatever the stream's position. Data and partition key together up to 1 MiB, or up to the stream's own limit of at most 10 MiB.</summary>
    public MemoryStream? Data { get; set; }

    /// <summary>Decides the shard by its MD5: 1 to 256 characters.</summary>
    public string? PartitionKey { get; set; }

    /// <summary>Decides the shard in the key's place: a decimal number from 0 to 2^128 - 1.</summary>
    public string? ExplicitHashKey { get; set; }
}
