namespace Amazon.Kinesis.Model;

/// <summary>Stores one record.</summary>
public class PutRecordRequest : AmazonKinesisRequest
{
    /// <summary>The stream's name: 1 to 128 characters of <c>a-z A-Z 0-9 _ . -</c>. Either this or <see cref="StreamARN"/> is needed.</summary>
    public string? StreamName { get; set; }

    /// <summary>The stream's Amazon resource name.</summary>
    public string? StreamARN { get; set; }

    /// <summary>The record's bytes, whole and whatever the stream's position. Data and partition key together up to 1 MiB, or up to the stream's own limit of at most 10 MiB.</summary>
    public MemoryStream? Data { get; set; }

    /// <summary>Decides the shard by its MD5: 1 to 256 characters.</summary>
    public string? PartitionKey { get; set; }

    /// <summary>Decides the shard in the key's place: a decimal number from 0 to 2^128 - 1.</summary>
    public string? ExplicitHashKey { get; set; }

    /// <summary>The sequence number of the last record of this key: the new one will be greater.</summary>
    public string? SequenceNumberForOrdering { get; set; }
}
