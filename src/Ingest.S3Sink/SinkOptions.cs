using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Ingest.S3Sink;

/// <summary>What the sink takes and when it finishes an object: section <c>S3Sink</c>.</summary>
internal sealed class SinkOptions
{
    /// <summary>Which topics, as MSK Connect's <c>topics.regex</c>: it must match the whole name. Default: all that do not begin with <c>_</c>.</summary>
    /// <remarks>A POSIX extended expression, for librdkafka matches it.</remarks>
    [Required]
    public string TopicsRegex { get; set; } = "[^_].*";

    /// <summary>The consumer group. Default <c>ingest-s3-sink</c>.</summary>
    [Required]
    public string GroupId { get; set; } = "ingest-s3-sink";

    /// <summary>
    /// The cluster's name, by which its buckets are told from those of other clusters. Default: the id that the cluster tells;
    /// one older than Kafka 0.10.1 tells none.
    /// </summary>
    public string? ClusterName { get; set; }

    /// <summary>An object is finished at this many records, 1 to 1,000,000. Default 5,000.</summary>
    [Range(1, 1_000_000)]
    public int FlushRecords { get; set; } = 5_000;

    /// <summary>An object is finished at this many bytes, 1 KiB to 1 GiB. Default 16 MiB. The record that reaches it is still in the object.</summary>
    [Range(1 << 10, 1 << 30)]
    public int FlushBytes { get; set; } = 16 << 20;

    /// <summary>An object is finished this long after its first record came, 1 ms to 1 day. Default 1 min.</summary>
    [TimeRange("00:00:00.001", "1.00:00:00")]
    public TimeSpan FlushAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Bytes held in memory over all partitions, 1 KiB to 64 GiB; default 256 MiB. Beyond it the largest objects are finished
    /// early and nothing more is taken until there is room.
    /// </summary>
    [Range(1L << 10, 64L << 30)]
    public long BufferBytesMax { get; set; } = 256L << 20;

    /// <summary>The longest wait between tries while the store or the broker fails, 10 ms to 10 min; tries go on without end. Default 30 s.</summary>
    [TimeRange("00:00:00.010", "00:10:00")]
    public TimeSpan RetryWaitMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The expression as librdkafka takes it: beginning with <c>^</c>, and over the whole name.</summary>
    public string TopicsPattern => $"^({TopicsRegex.TrimStart('^').TrimEnd('$')})$";
}
