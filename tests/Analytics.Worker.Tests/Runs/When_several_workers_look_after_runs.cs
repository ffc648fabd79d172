using System.Text.Json;
using Ingest.Testing;
using Ingest.Testing.S3;
using Ingest.Testing.Spark;

namespace Analytics.Worker.Tests.Runs;

public sealed class When_several_workers_look_after_runs
{
    private const int RunCount = 4;

    [Fact]
    public async Task Each_run_is_submitted_once_and_as_many_at_once_as_may()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(exit: 3, hold: true);
        await using var one = await RunningWorker.StartAsync(directory, RunningWorker.With(spark));
        await using var other = await RunningWorker.StartAsync(directory, RunningWorker.With(spark));

        var ids = new List<string>();
        for (var i = 0; i < RunCount; i++)
        {
            ids.Add(await (i % 2 == 0 ? one : other).StartRunAsync());
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(spark.Submissions.Count > 0), "the first is submitted");
        var states = (await one.GetAsync("runs")).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("state").GetString()).ToList();
        spark.Release();
        foreach (var id in ids)
        {
            await one.BecomesAsync(id, "failed");
        }

        Assert.Equal(RunCount - 1, states.Count(state => state == "planned"));
        Assert.Equal(ids.Order(), spark.Submissions.Select(RunOf).Order());
    }

    [Fact]
    public async Task One_takes_over_when_the_other_gives_no_sign_of_life()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(exit: 3, hold: true);
        await using var worker = await RunningWorker.StartAsync(directory, [.. RunningWorker.With(spark), ("Runs:LeaseDuration", "00:05:00")]);
        var id = await worker.StartRunAsync();
        await worker.BecomesAsync(id, "running");
        var record = await LatestRecordAsync(directory, id);

        // As if a worker had died that held it: the next version of the record says that it is another's, whose lease is over.
        var stolen = record.GetRawText()
            .Replace($"\"version\":{record.GetProperty("version")}", $"\"version\":{record.GetProperty("version").GetInt32() + 1}", StringComparison.Ordinal)
            .Replace(record.GetProperty("owner").GetString()!, "dead", StringComparison.Ordinal)
            .Replace(record.GetProperty("leaseUntil").GetString()!, "2026-01-01T00:00:00+00:00", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Folder(directory, id), $"{record.GetProperty("version").GetInt32() + 1:D4}.json"), stolen, TestContext.Current.CancellationToken);
        await Eventually.BecomesAsync(
            () => LatestRecordAsync(directory, id), latest => latest.GetProperty("owner").GetString() != "dead", "the worker has taken it over");
        spark.Release();
        await worker.BecomesAsync(id, "failed");

        Assert.Single(spark.Submissions);
    }

    [Fact]
    public async Task The_queue_is_bounded()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(hold: true);
        await using var worker = await RunningWorker.StartAsync(directory, [.. RunningWorker.With(spark), ("Runs:WaitingMax", "2")]);
        await worker.BecomesAsync((await worker.PostAsync("first")).Answer.GetProperty("id").GetString()!, "running");
        await Eventually.IsTrueAsync(async () => (await worker.PostAsync()).Status == System.Net.HttpStatusCode.TooManyRequests, "no more are taken");

        Assert.Equal(3, (await worker.GetAsync("runs")).GetProperty("runs").GetArrayLength());
        Assert.Equal(System.Net.HttpStatusCode.OK, (await worker.PostAsync("first")).Status);
    }

    [Fact]
    public async Task Records_on_S3_do_as_well()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        await using var s3 = await S3rverServer.StartAsync();
        await using var strict = await StrictS3Server.StartAsync(s3.Url);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", S3rverServer.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", S3rverServer.AccessKey);
        (string, string?)[] settings = [.. RunningWorker.With(spark), ("ObjectStore:Uri", $"s3://{S3rverServer.Bucket}/p"), ("ObjectStore:ServiceUrl", strict.Url.ToString()), ("ObjectStore:Region", "us-east-1")];
        await using var one = await RunningWorker.StartAsync(directory, settings);
        await using var other = await RunningWorker.StartAsync(directory, settings);

        var first = await one.PostAsync("k");
        var again = await other.PostAsync("k");
        var run = await other.BecomesAsync(first.Answer.GetProperty("id").GetString()!, "failed");

        Assert.Equal(first.Answer.GetProperty("id").GetString(), again.Answer.GetProperty("id").GetString());
        Assert.StartsWith("There is nothing to read", run.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, (await one.GetAsync("runs")).GetProperty("runs").GetArrayLength());
    }

    private static string RunOf(IReadOnlyList<string> call) => call[call.ToList().IndexOf("--run") + 1];

    private static string Folder(TemporaryDirectory directory, string id) => Path.Combine(RunningWorker.BucketOf(directory), "runs", "pinterest", id, "record");

    private static async Task<JsonElement> LatestRecordAsync(TemporaryDirectory directory, string id) => JsonElement.Parse(
        await File.ReadAllTextAsync(Directory.GetFiles(Folder(directory, id)).Order(StringComparer.Ordinal).Last(), TestContext.Current.CancellationToken));
}
