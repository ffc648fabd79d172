using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Ingest.KinesisProxy;

/// <summary>Section <c>KinesisProxy</c>.</summary>
internal sealed class KinesisProxyOptions
{
    /// <summary>Shards of a stream that is created without a number of them.</summary>
    [Range(1, 10_000)]
    public int DefaultShardCount { get; set; } = 5;

    /// <summary>Whether a put to a stream that does not exist creates it with <see cref="DefaultShardCount"/> shards.</summary>
    public bool CreateMissingStreams { get; set; }

    /// <summary>
    /// The longest wait for a stream created that way to become active, 1 s to 10 min; a put waits no longer than
    /// <see cref="PutTimeout"/>.
    /// </summary>
    [TimeRange("00:00:01", "00:10:00")]
    public TimeSpan CreateStreamTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a string in Data is stored bare on both routes; by default <c>/record</c> stores it with its quotes.</summary>
    public bool UnquoteStringData { get; set; }

    /// <summary>
    /// Whether refusals that Kinesis answers with 400 are answered with 200, as the tutorial's API does. Unknown routes,
    /// limits and failures of the service keep their status.
    /// </summary>
    public bool TutorialStatus { get; set; }

    /// <summary>First path segments that are accepted before <c>/streams</c>, such as <c>test</c>; none by default.</summary>
    public string[] Stages { get; set; } = [];

    /// <summary>The largest record, data and partition key together, in bytes. A stream may be set to take up to 10 MiB.</summary>
    [Range(1, 10 * 1024 * 1024)]
    public int RecordBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Records in one PutRecords call. Kinesis takes 500.</summary>
    [Range(1, 500)]
    public int BatchRecordsMax { get; set; } = 500;

    /// <summary>Data and partition keys in one PutRecords call, in bytes. Kinesis takes 10 MiB, 5 MiB before October 2025.</summary>
    [Range(1, 10 * 1024 * 1024)]
    public int BatchBytesMax { get; set; } = 10 * 1024 * 1024;

    /// <summary>Records in one request of a client; more is answered with 413.</summary>
    [Range(1, 100_000)]
    public int RequestRecordsMax { get; set; } = 10_000;

    /// <summary>A request's body, in bytes; more is answered with 413.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int RequestBytesMax { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Bodies of all requests being served, in bytes; more is answered with 503. A body costs up to four times its
    /// size in memory while it is sent. Reading records counts as 10 MiB, the most that Kinesis answers.
    /// </summary>
    [Range(16L * 1024 * 1024, 16L * 1024 * 1024 * 1024)]
    public long InFlightBytesMax { get; set; } = 128 * 1024 * 1024;

    /// <summary>How long a put may take with all its retries, 100 ms to 5 min.</summary>
    [TimeRange("00:00:00.100", "00:05:00")]
    public TimeSpan PutTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long any other call may take with its retries, 100 ms to 5 min.</summary>
    [TimeRange("00:00:00.100", "00:05:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest first wait before failed records are sent again, 1 ms to 1 min; it doubles with each failure in a row.</summary>
    [TimeRange("00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelayBase { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait before failed records are sent again, 1 ms to 1 min.</summary>
    [TimeRange("00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelayMax { get; set; } = TimeSpan.FromSeconds(2);
}
