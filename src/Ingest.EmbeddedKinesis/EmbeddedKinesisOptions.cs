using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Ingest.EmbeddedKinesis;

/// <summary>The embedded Kinesis endpoint: section <c>EmbeddedKinesis</c>.</summary>
public sealed class EmbeddedKinesisOptions
{
    /// <summary>Where streams are kept; created when it is not there. Required: there is no safe place to guess.</summary>
    [Required]
    public string DataDirectory { get; set; } = "";

    /// <summary>How long a new stream stays CREATING, as the service's do. Default 0, at most a minute.</summary>
    [TimeRange("00:00:00", "00:01:00")]
    public TimeSpan CreateStreamDelay { get; set; }

    /// <summary>The account number in ARNs and messages. Twelve digits.</summary>
    [RegularExpression(@"\d{12}")]
    public string AccountId { get; set; } = "000000000000";

    /// <summary>The region in ARNs.</summary>
    [RegularExpression("[a-z0-9-]{1,32}")]
    public string Region { get; set; } = "us-east-1";

    /// <summary>Shards of all streams together, beyond which CreateStream answers LimitExceededException. Each holds a file open. Default 500.</summary>
    [Range(1, 10_000)]
    public int ShardsMax { get; set; } = 500;

    /// <summary>The largest record in bytes, data and partition key. Default 1 MiB, at most 10 MiB.</summary>
    [Range(1, 10 << 20)]
    public int RecordBytesMax { get; set; } = 1 << 20;

    /// <summary>The most one PutRecords may hold in bytes, data and partition keys. Default and most 10 MiB.</summary>
    [Range(1, 10 << 20)]
    public int PutRecordsBytesMax { get; set; } = 10 << 20;

    /// <summary>The most one GetRecords gives in bytes. Default and most 10 MiB.</summary>
    [Range(1, 10 << 20)]
    public int GetRecordsBytesMax { get; set; } = 10 << 20;

    /// <summary>The largest request body in bytes, beyond which the answer is 413. Default 16 MiB: 10 MiB in base64, and JSON.</summary>
    [Range(1 << 10, 64 << 20)]
    public int RequestBytesMax { get; set; } = 16 << 20;

    /// <summary>
    /// Bytes of request bodies in memory at a time; a request beyond waits for its turn before its body is read, and a
    /// GetRecords counts as the largest request. Default 256 MiB, from 64 MiB to 16 GiB.
    /// </summary>
    [Range(64L << 20, 16L << 30)]
    public long BodiesBytesMax { get; set; } = 256L << 20;

    /// <summary>Bytes of request bodies that may wait for their turn, beyond which the answer is 503. Default 1 GiB.</summary>
    [Range(0, 64L << 30)]
    public long WaitingBodiesBytesMax { get; set; } = 1L << 30;

    /// <summary>Bytes of a shard that may wait for the disk; puts beyond wait. Default 32 MiB, from 16 MiB to 1 GiB.</summary>
    [Range(16 << 20, 1 << 30)]
    public int PendingBytesMax { get; set; } = 32 << 20;

    /// <summary>How long an iterator may be used. Default 5 minutes, as the service's.</summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan IteratorLifetime { get; set; } = TimeSpan.FromMinutes(5);
}
