using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Analytics.Worker.Tests.Runs;
using Ingest.Testing;
using Ingest.Testing.Spark;

namespace Analytics.Worker.Tests.Engines.Spark;

/// <summary>Against a stand-in for spark-submit that records what it gets; no Spark runs.</summary>
public sealed class When_a_run_is_submitted_to_Spark
{
    private static readonly (string, string)[] Clusters = [("yarn", "cluster"), ("k8s://https://kubernetes.example", "cluster")];

    public static TheoryData<string, string> ClusterModes => [.. Clusters.Select(each => new TheoryDataRow<string, string>(each.Item1, each.Item2))];

    public static TheoryData<string, string> AllModes => [.. Clusters.Append(("local[*]", "client")).Select(each => new TheoryDataRow<string, string>(each.Item1, each.Item2))];

    [Fact]
    public async Task It_reads_what_was_written_down_and_its_results_are_served()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(results: await ResultsOfDuckDbAsync(directory));
        await using var worker = await RunningWorker.StartAsync(directory, RunningWorker.With(spark));

        var id = await worker.StartRunAsync();
        var run = await worker.BecomesAsync(id, "succeeded");
        var queries = await Eventually.BecomesAsync(
            () => worker.GetAsync("queries"), answer => answer.GetProperty("runId").GetString() == id, "the results are served");

        var submitted = Assert.Single(spark.Submissions);
        Assert.Equal(["spark-submit", .. submitted.Skip(1)], submitted);
        Assert.Equal(run.GetProperty("arguments").EnumerateArray().Skip(1).Select(argument => argument.GetString()), submitted.Skip(1));
        var bucket = new Uri(RunningWorker.BucketOf(directory)).AbsoluteUri;
        var folder = $"{bucket}/pipelines/pinterest/{run.GetProperty("sqlHash").GetString()}";
        Assert.Equal(
            [$"{folder}/pipeline.py", "--pipeline", folder, "--inputs", $"{bucket}/runs/pinterest/{id}/inputs.json", "--output", $"{bucket}/runs/pinterest/{id}", "--run", id, "--user-id", "demo", "--median", "exact"],
            submitted.TakeLast(13));
        Assert.All(["pipeline.py", "pipeline.json", "sources.spark.sql", "clean/pin.sql", "queries/q8.sql"], file => Assert.True(File.Exists(new Uri($"{folder}/{file}").LocalPath), file));
        var inputs = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(RunningWorker.BucketOf(directory), $"runs/pinterest/{id}/inputs.json"), Cancellation));
        Assert.All(["pin", "geo", "user"], source => Assert.True(File.Exists(new Uri(inputs.GetProperty("sources").GetProperty(source)[0].GetProperty("uri").GetString()!).LocalPath)));
        Assert.Equal("3 3", $"{inputs.GetProperty("objects")} {run.GetProperty("inputs").GetProperty("objects")}");
        Assert.Equal(1, queries.GetProperty("queries")[0].GetProperty("rows").GetInt32());
        Assert.Equal("""[{"country":"Chad","category":"art","category_count":1}]""", (await worker.GetAsync("queries/q1")).GetProperty("rows").GetRawText());
        var topic = (await worker.GetAsync("progress")).GetProperty("batch").GetProperty("sources").GetProperty("pin");
        Assert.Equal("1 1", $"{topic.GetProperty("rows")} {topic.GetProperty("partitions")[0].GetProperty("nextOffset")}");
    }

    [Theory]
    [InlineData(0, "It ended well and left no results")]
    [InlineData(2, "spark-submit ended with 2")]
    public async Task Without_results_it_has_failed(int exitCode, string reason)
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(exit: exitCode);
        await using var worker = await RunningWorker.StartAsync(directory, RunningWorker.With(spark, "yarn", "client"));

        var run = await worker.BecomesAsync(await worker.StartRunAsync(), "failed");

        Assert.StartsWith(reason, run.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(exitCode, run.GetProperty("exitCode").GetInt32());
        Assert.Equal("application_1700000000000_0042", run.GetProperty("externalIds").GetProperty("applicationId").GetString());
        Assert.Equal("http://yarn.example:8088/proxy/application_1700000000000_0042/", run.GetProperty("url").GetString());
        Assert.EndsWith("Shutdown hook called\n", run.GetProperty("logTail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, run.GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task With_nothing_to_read_nothing_is_submitted()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        await using var worker = await RunningWorker.StartAsync(directory, RunningWorker.With(spark));

        var run = await worker.BecomesAsync(await worker.StartRunAsync(), "failed");

        Assert.Equal("There is nothing to read: the bucket has no objects of demo.pin, demo.geo, demo.user.", run.GetProperty("reason").GetString());
        Assert.Empty(spark.Calls);
    }

    [Theory]
    [MemberData(nameof(AllModes))]
    public async Task Cancelled_it_ends(string master, string mode)
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(hold: true);
        await using var worker = await RunningWorker.StartAsync(directory, RunningWorker.With(spark, master, mode));
        var id = await worker.StartRunAsync();
        await worker.BecomesAsync(id, "running");
        await Eventually.IsTrueAsync(() => Task.FromResult(spark.Submissions.Count == 1), "it was submitted");

        var waiting = await worker.StartRunAsync();
        await worker.DeleteAsync(waiting);
        await worker.DeleteAsync(id);
        var run = await worker.BecomesAsync(id, "cancelled");

        Assert.Equal("It was cancelled.", run.GetProperty("reason").GetString());
        Assert.Equal("It was cancelled before it began.", (await worker.GetAsync($"runs/{waiting}")).GetProperty("reason").GetString());
        Assert.Single(spark.Submissions);
        Assert.False(IsRunning(run), "spark-submit still runs");
    }

    [Theory]
    [MemberData(nameof(AllModes))]
    public async Task A_worker_that_starts_finds_it_again(string master, string mode)
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(results: await ResultsOfDuckDbAsync(directory), hold: true);
        string id;
        await using (var first = await RunningWorker.StartAsync(directory, RunningWorker.With(spark, master, mode)))
        {
            id = await first.StartRunAsync();
            await first.BecomesAsync(id, "running");
        }

        await using var second = await RunningWorker.StartAsync(directory, RunningWorker.With(spark, master, mode));
        var running = await second.GetAsync($"runs/{id}");
        spark.Release();
        await second.BecomesAsync(id, "succeeded");

        Assert.Equal("running", running.GetProperty("state").GetString());
        Assert.Single(spark.Submissions);
    }

    [Theory]
    [MemberData(nameof(ClusterModes))]
    public async Task A_driver_whose_spark_submit_died_is_asked_for_with_the_cluster(string master, string mode)
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(hold: true);
        string id;
        await using (var first = await RunningWorker.StartAsync(directory, RunningWorker.With(spark, master, mode)))
        {
            id = await first.StartRunAsync();
            await first.BecomesAsync(id, "running");
            await Eventually.IsTrueAsync(() => Task.FromResult(Directory.Exists(Path.Combine(spark.Folder, "cluster"))), "the driver is with the cluster");
        }

        await using var second = await RunningWorker.StartAsync(directory, RunningWorker.With(spark, master, mode));
        Kill(await second.GetAsync($"runs/{id}"));
        await Eventually.IsTrueAsync(() => Task.FromResult(spark.Calls.Any(call => call.Contains("-appTags") || call.Contains("--status"))), "the cluster is asked");
        var asked = await second.GetAsync($"runs/{id}");
        await second.DeleteAsync(id);

        Assert.Equal("running", asked.GetProperty("state").GetString());
        await second.BecomesAsync(id, "cancelled");
        Assert.Contains(spark.Calls, call => call.Contains("-kill") || call.Contains("--kill"));
    }

    [Fact]
    public async Task A_spark_submit_that_died_with_its_worker_has_failed_and_is_not_submitted_again()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        RunningWorker.PutEvent(directory);
        spark.Set(hold: true);
        string id;
        await using (var first = await RunningWorker.StartAsync(directory, RunningWorker.With(spark)))
        {
            id = await first.StartRunAsync();
            await first.BecomesAsync(id, "running");
            Kill(await first.GetAsync($"runs/{id}"));
        }

        await using var second = await RunningWorker.StartAsync(directory, RunningWorker.With(spark));
        var run = await second.BecomesAsync(id, "failed");

        Assert.NotNull(run.GetProperty("reason").GetString());
        Assert.True(spark.Submissions.Count <= 1);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<string> ResultsOfDuckDbAsync(TemporaryDirectory directory)
    {
        await using var worker = await RunningWorker.StartAsync(directory);
        await worker.BecomesAsync(await worker.StartRunAsync(), "succeeded");
        var rows = (await worker.GetAsync("queries")).GetProperty("queries").EnumerateArray().ToDictionary(query => query.GetProperty("id").GetString()!, query => query.GetProperty("rows").GetInt32());
        var target = Path.Combine(directory.Path, "prepared");
        PreparedResults.Copy(
            RunningWorker.BucketOf(directory), rows, new Dictionary<string, (long, long)> { ["pin"] = (1, 0), ["geo"] = (1, 0), ["user"] = (1, 0) }, target);
        return target;
    }

    private static int IdOf(JsonElement run) => int.Parse(run.GetProperty("externalIds").GetProperty("processId").GetString()!, CultureInfo.InvariantCulture);

    private static bool IsRunning(JsonElement run) => Directory.Exists($"/proc/{IdOf(run)}") && !File.ReadAllText($"/proc/{IdOf(run)}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static void Kill(JsonElement run)
    {
        using var process = Process.GetProcessById(IdOf(run));
        process.Kill();
    }
}
