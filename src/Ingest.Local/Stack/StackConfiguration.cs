namespace Ingest.Local.Stack;

/// <summary>The configuration of each service when they run together on one machine.</summary>
/// <remarks>Quick rather than economical: small batches and short waits, so that a record shows up within a second or two.</remarks>
internal sealed class StackConfiguration(StackOptions options, DataFolder data, string kafka)
{
    public IConfiguration Kinesis() => Build(4567, [new("EmbeddedKinesis:DataDirectory", data.Kinesis)]);

    public IConfiguration Registry(int port) => Build(port, [new("Kafka:BootstrapServers", kafka)]);

    public IConfiguration KafkaProxy(Uri? registry) => Build(8082, [new("Kafka:BootstrapServers", kafka), new("KafkaRest:SchemaRegistry:Url", registry?.ToString())]);

    public IConfiguration KinesisProxy(Uri kinesis) => Build(8083,
    [
        .. At(kinesis),
        new("KinesisProxy:DefaultShardCount", "1"),
        new("KinesisProxy:CreateMissingStreams", "true"),
    ]);

    public IConfiguration Sink() => Build(8085,
    [
        new("Kafka:BootstrapServers", kafka),
        new("Kafka:Client:topic_metadata_refresh_interval_ms", "500"),

        // A static member: a sink that was killed finds its place again at once, and not when its session has timed out.
        new("Kafka:Client:group_instance_id", "ingest-local"),
        new("ObjectStore:Uri", UriOf(data.Bucket)),
        new("S3Sink:FlushAge", "00:00:01"),
    ]);

    public IConfiguration Worker(Uri kinesis) => Build(8084,
    [
        .. At(kinesis),
        new("ObjectStore:Uri", UriOf(data.Bucket)),
        new("Tables:Uri", UriOf(data.Root)),
        new("Work:Directory", data.Work),
        new("Pipeline:UserId", options.UserId),
        new("Pipeline:Median", options.Median),
        new("Batch:PollInterval", "00:00:00.500"),
        new("Stream:FlushAge", "00:00:01"),
        new("Analytics:Engine", options.UsesSpark ? "SparkSubmit" : "DuckDb"),
        new("Runs:PollInterval", "00:00:00.500"),
    ]);

    public IConfiguration Gateway(Uri kafkaProxy, Uri kinesisProxy, Uri worker) => Build(8080,
    [
        new("Gateway:KafkaProxyUrl", kafkaProxy.ToString()),
        new("Gateway:KinesisProxyUrl", kinesisProxy.ToString()),
        new("Gateway:WorkerUrl", worker.ToString()),
        new("Gateway:AdminRoutes", "true"),
        new("Routing:UserId", options.UserId),
        .. Source("pin", "index"),
        .. Source("geo", "ind"),
        .. Source("user", "ind"),
    ]);

    /// <summary>Both destinations, under the names that the pipeline reads.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Source(string name, string keyField) =>
    [
        new($"Routing:Sources:{name}:Destinations:0", "batch"),
        new($"Routing:Sources:{name}:Destinations:1", "stream"),
        new($"Routing:Sources:{name}:Topic", "{userId}.{source}"),
        new($"Routing:Sources:{name}:Stream", "streaming-{userId}-{source}"),
        new($"Routing:Sources:{name}:KeyField", keyField),
    ];

    /// <summary>The client signs every request; the endpoint does not check. So a laptop needs no credentials, and sends none of its user's.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> At(Uri kinesis) =>
    [
        new("Kinesis:ServiceUrl", kinesis.ToString()),
        new("Kinesis:Region", "eu-west-1"),
        new("Kinesis:AccessKeyId", "local"),
        new("Kinesis:SecretAccessKey", "local"),
    ];

    private static string UriOf(string folder) => new Uri(folder + "/").AbsoluteUri;

    private IConfiguration Build(int usualPort, IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("urls", Listening.Url(options.Host, options.Port(usualPort))),
                new("Logs:MinimumLevel", options.LogLevel),
                new("Logs:Format", "text"),
                .. settings,
            ])
            .Build();
}
