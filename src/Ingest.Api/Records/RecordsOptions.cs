using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Ingest.Api.Records;

/// <summary>What <c>POST /records/{source}</c> takes, and how it calls the proxies: section <c>Records</c>.</summary>
internal sealed class RecordsOptions : IValidatableObject
{
    /// <summary>What a body costs in memory: itself and its copies for the two proxies.</summary>
    public const int BodyCopies = 3;

    /// <summary>Records in one request, 1 to 100,000, default 10,000; beyond it 413.</summary>
    [Range(1, 100_000)]
    public int RequestRecordsMax { get; set; } = 10_000;

    /// <summary>The largest request body in bytes, 1 KiB to 256 MiB, default 16 MiB; beyond it 413.</summary>
    [Range(1 << 10, 256 << 20)]
    public int RequestBytesMax { get; set; } = 16 << 20;

    /// <summary>The largest record with its key in bytes, 1 B to 10 MiB, default 1 MiB; beyond it 413. Keep it within what the proxies take.</summary>
    [Range(1, 10 << 20)]
    public int RecordBytesMax { get; set; } = 1 << 20;

    /// <summary>Memory of all requests being served in bytes, three times each body, 1 MiB to 16 GiB, default 256 MiB; beyond it 503.</summary>
    [Range(1L << 20, 16L << 30)]
    public long InFlightBytesMax { get; set; } = 256 << 20;

    /// <summary>How long a request may take from its last byte to its answer: 100 ms to 10 min, default 28 s.</summary>
    [TimeRange("00:00:00.100", "00:10:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(28);

    /// <summary>How long one call of a proxy may take with its retries: 100 ms to 10 min, default 20 s.</summary>
    [TimeRange("00:00:00.100", "00:10:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one try may take: 100 ms to 10 min, default 18 s, longer than the proxies themselves try.</summary>
    [TimeRange("00:00:00.100", "00:10:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(18);

    /// <summary>How often a call is tried again of which nothing was sent, because there was no connection: 0 to 10, default 2.</summary>
    [Range(0, 10)]
    public int RetriesMax { get; set; } = 2;

    /// <summary>The wait before the first of these retries; it doubles with each: 1 ms to 1 min, default 100 ms.</summary>
    [TimeRange("00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Tries within <see cref="BreakerWindow"/> from which on a proxy's breaker may open: 2 to 10,000, default 10.</summary>
    [Range(2, 10_000)]
    public int BreakerTriesMin { get; set; } = 10;

    /// <summary>The share of failed tries that opens the breaker: 0.01 to 1, default 0.5.</summary>
    [Range(0.01, 1.0)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>The time over which tries are counted: 500 ms to 10 min, default 10 s.</summary>
    [TimeRange("00:00:00.500", "00:10:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an open breaker keeps calls from the proxy: 500 ms to 10 min, default 5 s.</summary>
    [TimeRange("00:00:00.500", "00:10:00")]
    public TimeSpan BreakerDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Records in one call of the Kafka proxy, 1 to 1,000,000, default 10,000: at most <c>KafkaRest:RecordsPerRequestMax</c>.</summary>
    [Range(1, 1_000_000)]
    public int BatchCallRecordsMax { get; set; } = 10_000;

    /// <summary>The body of one call of the Kafka proxy in bytes, 1 KiB to 1 GiB, default 10 MiB: at most <c>KafkaRest:RequestBytesMax</c>.</summary>
    [Range(1 << 10, 1 << 30)]
    public int BatchCallBytesMax { get; set; } = 10 << 20;

    /// <summary>Records in one call of the Kinesis proxy, 1 to 100,000, default 500, what Kinesis takes at once: at most <c>KinesisProxy:RequestRecordsMax</c>.</summary>
    [Range(1, 100_000)]
    public int StreamCallRecordsMax { get; set; } = 500;

    /// <summary>The body of one call of the Kinesis proxy in bytes, 1 KiB to 256 MiB, default 10 MiB: at most <c>KinesisProxy:RequestBytesMax</c>.</summary>
    [Range(1 << 10, 256 << 20)]
    public int StreamCallBytesMax { get; set; } = 10 << 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (InFlightBytesMax < (long)BodyCopies * RequestBytesMax)
        {
            yield return new($"Records:InFlightBytesMax is {InFlightBytesMax}; it must be at least {BodyCopies} times Records:RequestBytesMax, which is {RequestBytesMax}");
        }

        if (TryTimeout > CallTimeout)
        {
            yield return new($"Records:TryTimeout is {TryTimeout}; it must be at most Records:CallTimeout, which is {CallTimeout}");
        }

        if (CallTimeout > Deadline)
        {
            yield return new($"Records:CallTimeout is {CallTimeout}; it must be at most Records:Deadline, which is {Deadline}");
        }
    }
}
