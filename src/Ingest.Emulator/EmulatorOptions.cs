using System.ComponentModel.DataAnnotations;

namespace Ingest.Emulator;

/// <summary>What to send, where to, how fast.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The gateway's address, a stage prefix included if there is one: <c>http://127.0.0.1:8080</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Names topics and streams: 1 to 100 letters, digits, <c>.</c>, <c>_</c> or <c>-</c>. Default <c>demo</c>.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,100}$", ErrorMessage = "UserId must be 1 to 100 letters, digits, '.', '_' or '-'.")]
    public string UserId { get; init; } = "demo";

    /// <summary>Events to send, from 1; null goes on until cancelled, or until the files of <see cref="SourceDirectory"/> end.</summary>
    [Range(1, long.MaxValue)]
    public long? Events { get; init; }

    /// <summary>The seed of rows and pauses, as in <c>random.seed(100)</c>. Default 100.</summary>
    public long Seed { get; init; } = 100;

    /// <summary>A folder with <c>emitted.pin.ndjson</c>, <c>emitted.geo.ndjson</c> and <c>emitted.user.ndjson</c>; null generates rows.</summary>
    public string? SourceDirectory { get; init; }

    /// <summary>
    /// A database with the classic tables of at least 11,001 rows, of which the row of each table that the draw names is sent; null
    /// generates rows. Excludes <see cref="SourceDirectory"/>.
    /// </summary>
    public EmulatorDatabase? Database { get; init; }

    /// <summary>Events gathered per request, 1 to 500; 1, the default, sends single records to the streams.</summary>
    [Range(1, 500)]
    public int Batch { get; init; } = 1;

    /// <summary>
    /// Events per second, up to 1,000,000, whether or not answers keep up (open loop); 0, the default, sends the next as answers come.
    /// </summary>
    [Range(0.0, 1_000_000.0)]
    public double Rate { get; init; }

    /// <summary>Pauses as the classic emulator does: before each event the drawn 0 or 1 s, one event at a time.</summary>
    public bool Classic { get; init; }

    /// <summary>
    /// Batches of events under way at once, 1 to 1,024. Default: 1 with <see cref="Classic"/>, 256 with <see cref="Rate"/>, else 8.
    /// Above 1 the records of a topic may arrive in another order than they were drawn.
    /// </summary>
    [Range(1, 1024)]
    public int? Concurrency { get; init; }

    /// <summary>
    /// How often a record is sent again of which it is said that it was not stored and may be later: connection refused, HTTP 429, or an
    /// entry with <c>50003</c> or an <c>ErrorCode</c>. 0 to 10; 0, the default, is what the classic emulator does. Where the outcome is
    /// unknown, a 503 without entries included, nothing is sent twice.
    /// </summary>
    [Range(0, 10)]
    public int Retries { get; init; }

    /// <summary>The wait before the first retry, doubled for each further one, at most 5 s. Default 100 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an answer may take: 1 ms to 10 minutes, default 30 s. A later one leaves the outcome unknown.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long requests under way may still take after cancellation: 0 to 10 minutes, default 5 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Stops after so many requests in a row without one acknowledged record, so that a run against a dead gateway ends: 0, never, to
    /// 1,000,000; default 100.
    /// </summary>
    [Range(0, 1_000_000)]
    public int ConsecutiveFailuresMax { get; init; } = 100;

    /// <summary>Failures kept in the report with their reasons, 0 to 1,000; the rest are counted. Default 20.</summary>
    [Range(0, 1000)]
    public int FailuresKept { get; init; } = 20;

    /// <summary>
    /// A file that gets one JSON line per acknowledged record as the acknowledgements come, replacing what it held; null writes none.
    /// </summary>
    public string? AckLog { get; init; }

    /// <summary><see cref="Concurrency"/>, or its default for the way of pacing.</summary>
    public int EffectiveConcurrency => Concurrency ?? (Classic ? 1 : Rate > 0 ? 256 : 8);
}
