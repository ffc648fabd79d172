using System.Net;
using System.Text.Json;
using Ingest.Testing;
using Ingest.Testing.Spark;

namespace Analytics.Worker.Tests.Runs;

/// <summary>The worker over a directory, with no stream to take in, and its routes for runs.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly RunningService _service;

    private RunningWorker(RunningService service) => _service = service;

    public HttpClient Client => _service.Client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts one; several may share a directory.</summary>
    public static async Task<RunningWorker> StartAsync(TemporaryDirectory directory, params (string Key, string? Value)[] settings) =>
        new(await RunningService.StartAsync(Program.Build, [.. Defaults(directory).Concat(settings).GroupBy(setting => setting.Key).Select(same => same.Last())]));

    /// <summary>The settings of a worker that submits to <paramref name="spark"/>.</summary>
    public static (string Key, string? Value)[] With(RecordingSpark spark, string master = "local[*]", string mode = "client") =>
    [
        ("Analytics:Engine", "SparkSubmit"),
        ("Spark:Command", spark.Command),
        ("Spark:YarnCommand", spark.YarnCommand),
        ("Spark:Master", master),
        ("Spark:DeployMode", mode),
    ];

    /// <summary>The bucket of a directory.</summary>
    public static string BucketOf(TemporaryDirectory directory) => Path.Combine(directory.Path, "bucket");

    /// <summary>One event, as the sink writes it.</summary>
    public static void PutEvent(TemporaryDirectory directory)
    {
        Put(directory, "pin", """{"index":1,"category":"art","follower_count":"3k"}""");
        Put(directory, "geo", """{"ind":1,"country":"Chad","timestamp":"2020-01-02T03:04:05","latitude":1.5,"longitude":2.5}""");
        Put(directory, "user", """{"ind":1,"first_name":"A","last_name":"B","age":20,"date_joined":"2016-01-02 03:04:05"}""");
    }

    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(params string[] keys)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/analytics/pinterest/runs");
        foreach (var key in keys)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return await SendAsync(request);
    }

    public async Task<string> StartRunAsync() => (await PostAsync()).Answer.GetProperty("id").GetString()!;

    public async Task<(HttpStatusCode Status, JsonElement Answer)> DeleteAsync(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/analytics/pinterest/runs/{id}");
        return await SendAsync(request);
    }

    public async Task<JsonElement> GetAsync(string path) =>
        JsonElement.Parse(await Client.GetStringAsync(new Uri($"/analytics/pinterest/{path}", UriKind.Relative), Cancellation));

    public Task<JsonElement> BecomesAsync(string id, string state) => Eventually.BecomesAsync(
        () => GetAsync($"runs/{id}"), run => run.GetProperty("state").GetString() == state, $"the run is {state}");

    public async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return (response.StatusCode, JsonElement.Parse(text));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private static (string Key, string? Value)[] Defaults(TemporaryDirectory directory) =>
    [
        ("ObjectStore:Uri", new Uri(BucketOf(directory) + "/").AbsoluteUri),
        ("Work:Directory", Path.Combine(directory.Path, $"work-{Guid.NewGuid():N}")),
        ("Kinesis:ServiceUrl", "http://127.0.0.1:1"),
        ("Kinesis:Region", "eu-west-1"),
        ("Kinesis:AccessKeyId", "test"),
        ("Kinesis:SecretAccessKey", "test"),
        ("Logs:MinimumLevel", "Error"), // there is no Kinesis, which is warned of
        ("Batch:PollInterval", "01:00:00"),
        ("Runs:PollInterval", "00:00:00.100"),
        ("Runs:LeaseDuration", "00:00:01"),
    ];

    private static void Put(TemporaryDirectory directory, string source, string record)
    {
        var folder = Path.Combine(BucketOf(directory), $"topics/demo.{source}/partition=0");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"demo.{source}+0+0000000000.json"), record + "\n");
    }
}
