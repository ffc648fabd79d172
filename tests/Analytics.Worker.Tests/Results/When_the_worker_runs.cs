using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Ingest.Testing;
using Ingest.Testing.Kinesis;

namespace Analytics.Worker.Tests.Results;

/// <summary>The service as it starts, over a directory and an independent Kinesis server.</summary>
public sealed class When_the_worker_runs
{
    private static readonly string[] Pins =
    [
        """{"index":1,"category":"art","follower_count":"3k"}""",
        "not json",
        """{"index":2,"category":"travel","follower_count":"10"}""",
    ];

    [Fact]
    public async Task Objects_and_records_that_come_are_cleaned_counted_and_answered()
    {
        await using var kinesis = await KinesaliteServer.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var worker = await StartAsync(directory, kinesis.ServiceUrl);
        using var client = Client(kinesis.ServiceUrl);

        PutObject(directory, "pin", 0, string.Join("\n", Pins));
        PutObject(directory, "geo", 0, """{"ind":1,"country":"Chad","timestamp":"2020-01-02T03:04:05","latitude":1.5,"longitude":2.5}""" + "\n");
        PutObject(directory, "user", 0, """{"ind":1,"first_name":"A","last_name":"B","age":20,"date_joined":"2016-01-02 03:04:05"}""" + "\r\n\r\n");
        var (shard, last) = await PutRecordsAsync(client, "streaming-demo-pin", Pins);

        var progress = await Eventually.BecomesAsync(
            async () => await GetAsync(worker, "progress"),
            answer => NextOffset(answer, "pin") == 3 && NextOffset(answer, "user") == 1 && NextOffset(answer, "geo") == 1 && SequenceNumber(answer, shard) == last,
            "both paths have caught up");

        Assert.Equal((2, 1), Counts(progress.GetProperty("batch").GetProperty("sources").GetProperty("pin")));
        Assert.Equal((2, 1), Counts(progress.GetProperty("stream").GetProperty("sources").GetProperty("pin")));
        var answer = await GetAsync(worker, "queries/q1");
        Assert.Equal("""[{"country":"Chad","category":"art","category_count":1}]""", answer.GetProperty("rows").GetRawText());
        Assert.Equal("country,category,category_count\r\nChad,art,1\r\n", await worker.Client.GetStringAsync(new Uri("/analytics/pinterest/queries/Q1?format=csv", UriKind.Relative), Cancellation));
        var rejected = (await GetAsync(worker, "rejected?limit=2")).GetProperty("rejected").EnumerateArray().ToList();
        Assert.Equal(["batch", "stream"], rejected.Select(row => row.GetProperty("path").GetString()).Order());
        Assert.All(rejected, row => Assert.Equal("not json", row.GetProperty("text").GetString()));
        Assert.All(rejected, row => Assert.Equal("not json", Encoding.UTF8.GetString(row.GetProperty("bytes").GetBytesFromBase64())));
        Assert.Contains(rejected, row => row.GetProperty("container").GetString() == "topics/demo.pin/partition=0/demo.pin+0+0000000000.json" && row.GetProperty("position").GetString() == "2");
        Assert.Equal(HttpStatusCode.OK, (await worker.Client.GetAsync(new Uri("/healthz/ready", UriKind.Relative), Cancellation)).StatusCode);
        var run = answer.GetProperty("run").GetInt64();
        Assert.True(File.Exists(Path.Combine(directory.Path, "bucket", $"results/pinterest/{run:D20}/Q1.parquet")));
    }

    [Fact]
    public async Task What_does_not_exist_or_hold_is_refused_with_the_reason()
    {
        await using var kinesis = await KinesaliteServer.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var worker = await StartAsync(directory, kinesis.ServiceUrl);

        Assert.Contains("There is no query 'Q9'", await RefusalAsync(worker, "pinterest/queries/Q9", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("format is 'xml'", await RefusalAsync(worker, "pinterest/queries/Q1?format=xml", HttpStatusCode.BadRequest), StringComparison.Ordinal);
        Assert.Contains("There is no pipeline 'other'", await RefusalAsync(worker, "other/queries", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("limit is 0", await RefusalAsync(worker, "pinterest/rejected?limit=0", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("queries", "QueryList")]
    [InlineData("queries/{id}", "QueryAnswer")]
    [InlineData("rejected", "RejectedList")]
    [InlineData("progress", "Progress")]
    public async Task The_OpenAPI_document_says_what_each_route_answers(string route, string answer)
    {
        await using var kinesis = await KinesaliteServer.StartAsync();
        using var directory = new TemporaryDirectory();
        await using var worker = await StartAsync(directory, kinesis.ServiceUrl);

        var document = JsonDocument.Parse(await worker.Client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative), Cancellation)).RootElement;
        var responses = document.GetProperty("paths").GetProperty("/analytics/{pipeline}/" + route).GetProperty("get").GetProperty("responses");

        Assert.Equal(
            "#/components/schemas/" + answer,
            responses.GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString());
        Assert.True(responses.TryGetProperty("404", out _));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Task<RunningService> StartAsync(TemporaryDirectory directory, Uri kinesis) => RunningService.StartAsync(
        Program.Build,
        ("ObjectStore:Uri", new Uri(directory.Path + "/bucket/").AbsoluteUri),
        ("Tables:Uri", new Uri(directory.Path + "/data/").AbsoluteUri),
        ("Work:Directory", directory.Path + "/work"),
        ("Kinesis:ServiceUrl", kinesis.ToString()),
        ("Kinesis:Region", "eu-west-1"),
        ("Kinesis:AccessKeyId", "test"),
        ("Kinesis:SecretAccessKey", "test"),
        ("Batch:PollInterval", "00:00:00.200"),
        ("Stream:FlushAge", "00:00:00.100"),
        ("Stream:ReadInterval", "00:00:00.200"),
        ("Stream:DiscoveryInterval", "00:00:00.200"));

    private static AmazonKinesisClient Client(Uri url) =>
        new(new BasicAWSCredentials("test", "test"), new AmazonKinesisConfig { ServiceURL = url.ToString(), AuthenticationRegion = "eu-west-1" });

    private static async Task<(string Shard, string Last)> PutRecordsAsync(AmazonKinesisClient client, string stream, IEnumerable<string> records)
    {
        await client.CreateStreamAsync(new CreateStreamRequest { StreamName = stream, ShardCount = 1 }, Cancellation);
        await Eventually.IsTrueAsync(
            async () => (await client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream }, Cancellation))
                .StreamDescriptionSummary!.StreamStatus == StreamStatus.ACTIVE,
            "the stream is active");
        PutRecordResponse? last = null;
        foreach (var record in records)
        {
            last = await client.PutRecordAsync(
                new PutRecordRequest { StreamName = stream, PartitionKey = "k", Data = new MemoryStream(Encoding.UTF8.GetBytes(record)) }, Cancellation);
        }

        return (last!.ShardId!, last.SequenceNumber!);
    }

    private static void PutObject(TemporaryDirectory directory, string source, int offset, string content)
    {
        var path = Path.Combine(directory.Path, $"bucket/topics/demo.{source}/partition=0/demo.{source}+0+{offset:D10}.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", content);
        File.Move(path + ".new", path);
    }

    private static async Task<JsonElement> GetAsync(RunningService worker, string path) =>
        JsonElement.Parse(await worker.Client.GetStringAsync(new Uri($"/analytics/pinterest/{path}", UriKind.Relative), Cancellation));

    private static async Task<string> RefusalAsync(RunningService worker, string path, HttpStatusCode status)
    {
        using var response = await worker.Client.GetAsync(new Uri($"/analytics/{path}", UriKind.Relative), Cancellation);
        Assert.Equal(status, response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)).GetProperty("detail").GetString()!;
    }

    private static long? NextOffset(JsonElement progress, string source) =>
        progress.GetProperty("batch").GetProperty("sources").GetProperty(source).GetProperty("partitions").EnumerateArray()
            .Select(partition => (long?)partition.GetProperty("nextOffset").GetInt64()).SingleOrDefault();

    private static string? SequenceNumber(JsonElement progress, string shard) =>
        progress.GetProperty("stream").GetProperty("sources").GetProperty("pin").GetProperty("shards").EnumerateArray()
            .Where(entry => entry.GetProperty("shardId").GetString() == shard).Select(entry => entry.GetProperty("sequenceNumber").GetString()).SingleOrDefault();

    private static (long Rows, long Rejected) Counts(JsonElement source) =>
        (source.GetProperty("rows").GetInt64(), source.GetProperty("rejected").GetInt64());
}
