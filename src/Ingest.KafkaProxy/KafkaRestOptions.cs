using System.ComponentModel.DataAnnotations;
using Ingest.KafkaProxy.V2.Consume;
using Ingest.ServiceDefaults;

namespace Ingest.KafkaProxy;

/// <summary>What the proxy accepts and how long it tries: section <c>KafkaRest</c>.</summary>
internal sealed class KafkaRestOptions : IValidatableObject
{
    /// <summary>Refuse what REST Proxy refuses: loose content types, <c>headers</c> and <c>timestamp</c> in a record, a read that does not name a json instance's format.</summary>
    public bool Strict { get; set; }

    /// <summary>Whose answers to give where REST Proxy and Karapace differ.</summary>
    public Dialect Dialect { get; set; }

    /// <summary>Let the HTTP status follow the records: 207 when some failed, 503 or 500 when all did; else it is 200.</summary>
    public bool StatusFromRecords { get; set; }

    /// <summary>The largest request body, in bytes, both as sent and decompressed; 413 beyond it.</summary>
    [Range(1, 1 << 30)]
    public int RequestBytesMax { get; set; } = 10 * 1024 * 1024;

    /// <summary>The most records in one request; 413 beyond it.</summary>
    [Range(1, 1_000_000)]
    public int RecordsPerRequestMax { get; set; } = 10_000;

    /// <summary>The most requests that a caller may bring a second; 429 beyond it, and 0 for no limit.</summary>
    /// <remarks>A caller is an identity of <c>KafkaRest:Access</c>, or else the address that its connection comes from.</remarks>
    [Range(0, 1_000_000)]
    public int RequestsPerSecondMax { get; set; }

    /// <summary>The most records that a caller may produce a second by API v2, over time; 429 beyond it, and 0 for no limit.</summary>
    /// <remarks>At once it may be as many as one request may hold.</remarks>
    [Range(0, 100_000_000)]
    public int RecordsPerSecondMax { get; set; }

    /// <summary>The origins whose pages may call the proxy from a browser (CORS), by every method; <c>*</c> stands for all.</summary>
    public string[] CorsOrigins { get; set; } = [];

    /// <summary>The most bytes of all requests that are being read or wait for the broker; 503 beyond it.</summary>
    /// <remarks>It has to hold the largest request: <see cref="RequestBytesMax"/> and 512 bytes for each of its records.</remarks>
    [Range(1, long.MaxValue)]
    public long InFlightBytesMax { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a record may take until the broker has acknowledged it; then its outcome is 50003.</summary>
    /// <remarks>It becomes librdkafka's <c>message.timeout.ms</c>, unless <c>Kafka:Client</c> sets that. At shutdown requests get their
    /// outcomes within the host's <c>shutdownTimeoutSeconds</c> (30), which has to be the longer of the two.</remarks>
    [TimeRange("00:00:01", "00:05:00")]
    public TimeSpan ProduceDeadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long records still queued may take at shutdown, after the last request was answered.</summary>
    [TimeRange("00:00:00", "00:05:00")]
    public TimeSpan ShutdownFlushDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the broker may take to answer a question about topics or about itself.</summary>
    [TimeRange("00:00:00.100", "00:01:00")]
    public TimeSpan MetadataTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the readiness check repeats the broker's last answer instead of asking again.</summary>
    [TimeRange("00:00:00", "00:01:00")]
    public TimeSpan ReadinessCacheAge { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The address that clients reach the proxy by, with the path before it if there is one; null takes it from each request.</summary>
    /// <remarks>A consumer instance's <c>base_uri</c> is built from it, and clients go there.</remarks>
    public Uri? PublicUrl { get; set; }

    /// <summary>This replica's name among the proxies behind one address; null when there is one proxy.</summary>
    public string? Replica { get; set; }

    /// <summary>The replicas, <c>Peers:&lt;name&gt;</c> = address; all of them know the same names. This one may be among them.</summary>
    /// <remarks>A consumer instance lives in one of them; the others send its requests there.</remarks>
    public Dictionary<string, Uri> Peers { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The most consumer instances in this process; 503 beyond it. Each holds a few threads and connections, and what it fetched ahead.</summary>
    [Range(0, 100_000)]
    public int ConsumersMax { get; set; } = 1000;

    /// <summary>After how long without a request a consumer instance leaves its group.</summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan ConsumerIdleMax { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a read waits for records when neither it nor its consumer says.</summary>
    [TimeRange("00:00:00", "00:05:00")]
    public TimeSpan ConsumerRequestTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a read may ask to wait; a longer wish is cut to it.</summary>
    [TimeRange("00:00:00", "01:00:00")]
    public TimeSpan ConsumerRequestTimeoutMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The most bytes of keys and values in one answer to a read.</summary>
    [Range(1, 1 << 30)]
    public int ConsumerRequestBytesMax { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most streams of server-sent events; 503 beyond it. Each holds a few threads and connections.</summary>
    [Range(0, 100_000)]
    public int EventsMax { get; set; } = 100;

    /// <summary>After how long without a record a stream of events gets a comment, so that nothing between takes it for dead.</summary>
    [TimeRange("00:00:00.100", "00:10:00")]
    public TimeSpan EventsHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most records of one streamed produce request (API v3) that wait for the broker; beyond it the request is not read on.</summary>
    [Range(1, 100_000)]
    public int StreamRecordsMax { get; set; } = 1000;

    /// <summary>How long a streamed produce request may last; then it ends with a report of 408.</summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan StreamDurationMax { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The most entries of one batch (API v3); 422 beyond it.</summary>
    [Range(1, 10_000)]
    public int BatchEntriesMax { get; set; } = 10;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Replicas.Validate(this);
}
