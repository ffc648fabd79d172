namespace Ingest.KafkaProxy.Tests.Contract;

/// <summary>The rows: what is asked of the cluster, of producing, and of consumers.</summary>
internal static partial class ContractTable
{
    /// <summary>Its topic has a partition without a leader.</summary>
    public const string Leaderless = "a partition without a leader";

    /// <summary>Its topic takes no more than 1000 bytes.</summary>
    public const string TooLarge = "produce a record over the broker's limit";

    /// <summary>Its topic does so too.</summary>
    public const string TooLargeTogether = "produce a record over the broker's limit, and one beside it";

    private const string NoTopic = """{"error_code":40403,"message":"This server does not host this topic-partition."}""";
    private const string NoPartition = """{"error_code":40402,"message":"Partition not found."}""";
    private const string NotFound = """{"error_code":404,"message":"HTTP 404 Not Found"}""";
    private const string Karapace = "KafkaRest:Dialect=Karapace";
    private const string KarapaceNoTopic = """{"error_code":40401,"message":"Topic missing not found"}""";
    private const string Partition0 = """{"partition":0,"leader":{broker},"replicas":[{"broker":{broker},"leader":true,"in_sync":true}]}""";
    private const string Partition1 = """{"partition":1,"leader":{broker},"replicas":[{"broker":{broker},"leader":true,"in_sync":true}]}""";

    /// <summary>By case.</summary>
    public static IReadOnlyDictionary<string, ContractRow> Rows { get; } =
        Cluster.Concat(Produce).Concat(Consumers).ToDictionary(row => row.Case, StringComparer.Ordinal);

    /// <summary>One for each row.</summary>
    public static IReadOnlyList<string> Topics { get; } = [.. Enumerable.Range(0, Rows.Count).Select(row => $"row-{row}")];

    private static ContractRow[] Cluster =>
    [
        new("the root", Get("/", "{}"), new ContractStep("POST /", null, 200, "{}")),
        new("the brokers", Get("/brokers", """{"brokers":[{broker}]}""")),
        new("the topics", Get("/topics", "[{topics}]"), Get("/topics/", "[{topics}]")) { NotOn = ["embedded", "mock"] },
        // The embedded broker tells settings, more with each version; 0.9 names no controller, which the client asks for them.
        new("a topic", Get("/topics/{topic}", $$"""{"name":"{topic}","configs":{},"partitions":[{{Partition0}},{{Partition1}}]}""")) { NotOn = ["embedded", "jvm"] },
        new("a missing topic", Refuse("GET /topics/missing", 404, NoTopic), Refuse("GET /topics/missing/partitions", 404, NoTopic), Refuse("GET /topics/missing/partitions/0", 404, NoTopic), Refuse("GET /topics/missing/partitions/0/offsets", 404, NoTopic)),
        new("a missing topic to Karapace's clients", Refuse("GET /topics/missing", 404, KarapaceNoTopic), Refuse("GET /topics/missing/partitions", 404, KarapaceNoTopic), Refuse("GET /topics/missing/partitions/0", 404, KarapaceNoTopic), Refuse("GET /topics/missing/partitions/0/offsets", 404, KarapaceNoTopic)) { Settings = [Karapace] },
        new("the partitions", Get("/topics/{topic}/partitions", $"[{Partition0},{Partition1}]")),
        new(Leaderless, Get("/topics/{topic}/partitions/1", """{"partition":1,"leader":-1,"replicas":[{"broker":{broker},"leader":false,"in_sync":true}]}""")) { NotOn = ["embedded", "jvm"] },
        new("a partition", Get("/topics/{topic}/partitions/1", Partition1), Get("/topics/{topic}/partitions/1/", Partition1)),
        new("a missing partition", Refuse("GET /topics/{topic}/partitions/2", 404, NoPartition), Refuse("GET /topics/{topic}/partitions/2/offsets", 404, NoPartition)),
        new("a partition that is no number", Refuse("GET /topics/{topic}/partitions/first", 404, NotFound), Refuse("GET /topics/{topic}/partitions/first/offsets", 404, NotFound)),
        new("the offsets of a partition", Get("/topics/{topic}/partitions/0/offsets", """{"beginning_offset":0,"end_offset":0}"""), Store("1", 0), Get("/topics/{topic}/partitions/0/offsets", """{"beginning_offset":0,"end_offset":1}""")) { NotOn = ["jvm"] },
        new("what is acceptable", Get("/brokers", """{"brokers":[{broker}]}""") with { Accept = "application/json;q=0.9, application/vnd.kafka.v2+json;q=0.5", Gives = "application/json" }, Refuse("GET /brokers", 406, """{"error_code":406,"message":"HTTP 406 Not Acceptable"}""") with { Accept = "text/html" }),
        new("another method", Refuse("DELETE /topics/{topic}", 405, """{"error_code":405,"message":"HTTP 405 Method Not Allowed"}""")),
    ];

    public static string TopicOf(string row) => $"row-{Rows.Keys.ToList().IndexOf(row)}";

    private static ContractStep Get(string path, string answer) => new($"GET {path}", null, 200, answer);

    private static ContractStep Refuse(string request, int status, string answer, string? body = null) => new(request, body, status, answer);

    private static ContractStep Store(string value, int partition, int offset = 0) => Post(
        $$"""{"records":[{"value":{{value}},"partition":{{partition}}}]}""", 200, Outcomes(Stored(partition, offset)));

    private static ContractStep Post(string? body, int status, string answer, string type = RunningProxy.Json, string below = "") =>
        new($"POST /topics/{{topic}}{below}", body, status, answer) { ContentType = type };

    private static string Stored(int partition, int offset) => $$"""{"partition":{{partition}},"offset":{{offset}},"error_code":null,"error":null}""";

    private static string Failed(int code, string error) => $$"""{"partition":null,"offset":null,"error_code":{{code}},"error":"{{error}}"}""";

    private static string Outcomes(params string[] entries) => $$"""{"offsets":[{{string.Join(',', entries)}}],"key_schema_id":null,"value_schema_id":null}""";
}
