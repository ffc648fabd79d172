using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Ingest.Api;

/// <summary>The gateway's settings: section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    private static readonly string[] DefaultStages = ["test", "dev", "prod"];

    /// <summary>Where the Kafka proxy is, or any Confluent-compatible REST proxy.</summary>
    [Required]
    public Uri KafkaProxyUrl { get; set; } = new("http://127.0.0.1:8082");

    /// <summary>Where the Kinesis proxy is.</summary>
    [Required]
    public Uri KinesisProxyUrl { get; set; } = new("http://127.0.0.1:8083");

    /// <summary>Where the analytics worker is; without it, the default, <c>/analytics</c> is not there.</summary>
    public Uri? WorkerUrl { get; set; }

    /// <summary>Opens the routes that create, change or delete topics, streams and settings. Default: closed.</summary>
    public bool AdminRoutes { get; set; }

    /// <summary>
    /// First path segments that are dropped, as API Gateway's stages are: <c>/test/topics/t</c> is <c>/topics/t</c>.
    /// Default <c>test</c>, <c>dev</c>, <c>prod</c>; a configured list takes its place.
    /// </summary>
    public string[]? Stages { get; set; }

    /// <summary>
    /// <c>2.0</c>, the default: HTTP/2, on a plain connection with prior knowledge. <c>1.1</c> is for proxies that do not speak it.
    /// </summary>
    [AllowedValues("1.1", "2.0")]
    public string ProxyHttpVersion { get; set; } = "2.0";

    /// <summary>
    /// The longest request body in bytes, 1 kB to 1 GiB, default 64 MiB; beyond it 413. The proxies have limits of their own. Streamed
    /// produce (<c>POST /v3/clusters/{c}/topics/{t}/records</c>) has no length: <see cref="ActivityTimeout"/> bounds it.
    /// </summary>
    [Range(1 << 10, 1 << 30)]
    public long RequestBytesMax { get; set; } = 64 << 20;

    /// <summary>Requests forwarded at once, 1 to 100,000, default 4,096; beyond it 503 with Retry-After.</summary>
    [Range(1, 100_000)]
    public int RequestsInFlightMax { get; set; } = 4096;

    /// <summary>How long a connection to a proxy may take: 1 ms to 1 minute, default 2 s.</summary>
    [TimeRange("00:00:00.001", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a request may be without a byte either way: 10 ms to 1 day, default 100 s; beyond it 504.</summary>
    [TimeRange("00:00:00.010", "1.00:00:00")]
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How long a proxy may take to say that it is ready: 10 ms to 1 minute, default 2 s.</summary>
    [TimeRange("00:00:00.010", "00:01:00")]
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What <c>Retry-After</c> says when a proxy is away or too much is under way: 1 to 3,600 s, default 1.</summary>
    [Range(1, 3600)]
    public int RetryAfterSeconds { get; set; } = 1;

    /// <summary><see cref="Stages"/>, or the default.</summary>
    public string[] EffectiveStages => Stages ?? DefaultStages;

    /// <summary>Whether every address can be forwarded to: http or https, without query.</summary>
    public bool UrlsHold => new[] { KafkaProxyUrl, KinesisProxyUrl, WorkerUrl }.All(url =>
        url is null or { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" });

    /// <summary>Whether no stage hides a route.</summary>
    public bool StagesHold => EffectiveStages.All(stage =>
        stage.Length > 0 && !stage.Contains('/', StringComparison.Ordinal) && Routing.Surfaces.Find(stage) is null);
}
