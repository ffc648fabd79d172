using System.Text.Json;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tests.Runs;
using Ingest.Testing;
using Ingest.Testing.Spark;

namespace Analytics.Worker.Tests.Engines.Databricks;

/// <summary>The whole worker against a stand-in for a workspace; what a run would leave is laid down by the test.</summary>
public sealed class When_the_worker_submits_to_Databricks : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private DatabricksStandIn _workspace = null!;

    private string Bucket => RunningWorker.BucketOf(_directory);

    public async ValueTask InitializeAsync()
    {
        _workspace = await DatabricksStandIn.StartAsync();
        RunningWorker.PutEvent(_directory);
    }

    public async ValueTask DisposeAsync()
    {
        await _workspace.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Its_results_are_served_and_its_record_shows_all_but_the_token()
    {
        var prepared = await PrepareResultsAsync();
        await using var worker = await StartAsync();

        var id = await worker.StartRunAsync();
        await worker.BecomesAsync(id, "running");
        var run = Assert.Single(_workspace.Runs.Values);
        run.Start();
        await Eventually.BecomesAsync(() => worker.GetAsync($"runs/{id}"), seen => seen.GetProperty("externalIds").TryGetProperty("clusterId", out _), "the cluster is known");
        LayDown(prepared, id);
        run.End("SUCCESS");
        var record = await worker.BecomesAsync(id, "succeeded");
        await Eventually.BecomesAsync(() => worker.GetAsync("queries"), answer => answer.GetProperty("runId").GetString() == id, "the results are served");

        Assert.Equal("""[{"country":"Chad","category":"art","category_count":1}]""", (await worker.GetAsync("queries/q1")).GetProperty("rows").GetRawText());
        Assert.Equal("databricks", record.GetProperty("engine").GetString());
        Assert.Equal($"{run.Id}", record.GetProperty("externalIds").GetProperty("runId").GetString());
        Assert.Equal($"{_workspace.Url}/?o=1#job/77/run/{run.Id}", record.GetProperty("url").GetString());
        Assert.Equal($"POST {_workspace.Url}/api/2.2/jobs/runs/submit", record.GetProperty("arguments")[0].GetString());
        Assert.Equal(id, (string?)run.Request["idempotency_token"]);
        Assert.Equal(43_200, (int?)run.Request["timeout_seconds"]);
        AssertReadable(record, run);
        Assert.DoesNotContain(Records(id), text => text.Contains(DatabricksStandIn.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_that_is_refused_is_the_runs_reason_and_nothing_is_tried_again()
    {
        _workspace.ValidToken = "another";
        await using var worker = await StartAsync();

        var id = await worker.StartRunAsync();
        var record = await worker.BecomesAsync(id, "failed");
        var next = await worker.BecomesAsync(await worker.StartRunAsync(), "failed");

        Assert.Equal("Databricks answered 403: Invalid access token. (is Databricks:Token valid, and may its owner do this?)", record.GetProperty("reason").GetString());
        Assert.Equal(1, record.GetProperty("attempt").GetInt32());
        Assert.Equal(record.GetProperty("reason").GetString(), next.GetProperty("reason").GetString());
        Assert.Equal(["POST /api/2.2/jobs/runs/submit", "POST /api/2.2/jobs/runs/submit"], _workspace.Refused);
        Assert.Empty(_workspace.Runs);
        Assert.DoesNotContain(Records(id), text => text.Contains(DatabricksStandIn.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_ended_well_without_results_has_failed()
    {
        await using var worker = await StartAsync();
        var id = await worker.StartRunAsync();
        await worker.BecomesAsync(id, "running");

        Assert.Single(_workspace.Runs.Values).End("SUCCESS");

        var record = await worker.BecomesAsync(id, "failed");
        Assert.StartsWith("It ended well and left no results", record.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_told_with_the_end_of_its_log()
    {
        await using var worker = await StartAsync();
        var id = await worker.StartRunAsync();
        await worker.BecomesAsync(id, "running");

        Assert.Single(_workspace.Runs.Values).Fail("SystemExit: 2", "Traceback", "pipeline.py: no such object");

        var record = await worker.BecomesAsync(id, "failed");
        Assert.EndsWith("SystemExit: 2", record.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("pipeline.py: no such object\nTraceback", record.GetProperty("logTail").GetString());
    }

    [Fact]
    public async Task Cancelled_it_ends_when_Databricks_has_ended_it()
    {
        await using var worker = await StartAsync();
        var id = await worker.StartRunAsync();
        await worker.BecomesAsync(id, "running");
        var run = Assert.Single(_workspace.Runs.Values);
        run.Start();

        await worker.DeleteAsync(id);
        await Eventually.IsTrueAsync(() => Task.FromResult(run.CancelAsked), "Databricks is asked to end it");
        var ending = await worker.GetAsync($"runs/{id}");
        run.End("USER_CANCELED", "Run cancelled.");

        Assert.Equal("running", ending.GetProperty("state").GetString());
        await worker.BecomesAsync(id, "cancelled");
    }

    [Fact]
    public async Task A_worker_that_starts_again_goes_on_watching_it()
    {
        string id;
        await using (var first = await StartAsync())
        {
            id = await first.StartRunAsync();
            await first.BecomesAsync(id, "running");
        }

        await using var second = await StartAsync();
        Assert.Equal("running", (await second.GetAsync($"runs/{id}")).GetProperty("state").GetString());
        Assert.Single(_workspace.Runs.Values).End("CLUSTER_ERROR", "No machine.");

        var record = await second.BecomesAsync(id, "failed");
        Assert.Equal("CLUSTER_ERROR: No machine.", record.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_submission_whose_answer_never_came_is_found_by_its_name_and_not_made_twice()
    {
        _workspace.Faults.Enqueue(DatabricksStandIn.Fault.LostAnswer);
        for (var i = 0; i < 10_000; i++)
        {
            _workspace.Faults.Enqueue(new DatabricksStandIn.Fault(503));
        }

        string id;
        await using (var first = await StartAsync())
        {
            id = await first.StartRunAsync();
            await Eventually.IsTrueAsync(() => Task.FromResult(!_workspace.Runs.IsEmpty), "Databricks has the run");
            Assert.Equal("submitting", (await first.GetAsync($"runs/{id}")).GetProperty("state").GetString());
        }

        _workspace.Faults.Clear();
        _workspace.Requests.Clear();
        await using var second = await StartAsync();
        var record = await second.BecomesAsync(id, "running");

        Assert.Equal($"{Assert.Single(_workspace.Runs.Values).Id}", record.GetProperty("externalIds").GetProperty("runId").GetString());
        Assert.StartsWith("GET /api/2.2/jobs/runs/list?", _workspace.Requests.First(), StringComparison.Ordinal);
        Assert.DoesNotContain(_workspace.Requests, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public Task Settings_that_do_not_hold_end_the_program() => ServiceProgram.RefusesAsync<PipelineOptions>(
        ["--Analytics:Engine=Databricks", "--ObjectStore:Uri=file:///bucket", "--Databricks:Host=http://example.com", "--Databricks:Token=a b", "--Databricks:BucketUri=bucket", "--Kinesis:Region=eu-west-1"],
        "Databricks:Host is 'http://example.com/'; it must be https:// and a host name, with nothing after it",
        "Databricks:Token holds characters that no token has (its value is not shown)",
        "Databricks:BucketUri is 'bucket'; it must be such as s3://bucket/prefix, dbfs:/mnt/bucket or /Volumes/catalog/schema/volume",
        "Databricks: exactly one of Databricks:ExistingClusterId, Databricks:NewCluster and Databricks:EnvironmentVersion must be set");

    private Task<RunningWorker> StartAsync() => RunningWorker.StartAsync(
        _directory,
        ("Analytics:Engine", "Databricks"),
        ("Databricks:Host", _workspace.Url),
        ("Databricks:Token", DatabricksStandIn.Token),
        ("Databricks:BucketUri", "s3://bucket/seen/there"),
        ("Databricks:ExistingClusterId", "1125-221100-abcdefgh"),
        ("Databricks:RetriesMax", "1"),
        ("Databricks:RetryDelay", "00:00:00.001"));

    /// <summary>Every address that Databricks gets is an object of the bucket, written before the run was submitted.</summary>
    private void AssertReadable(JsonElement record, StandInRun run)
    {
        var task = run.Request["tasks"]![0]!["spark_python_task"]!;
        string[] parameters = [.. task["parameters"]!.AsArray().Select(parameter => (string)parameter!)];
        Assert.Equal($"s3://bucket/seen/there/pipelines/pinterest/{record.GetProperty("sqlHash").GetString()}/pipeline.py", (string?)task["python_file"]);
        Assert.True(File.Exists(Local((string)task["python_file"]!)));
        Assert.True(File.Exists(Local(parameters[1] + "/pipeline.json")));
        using var inputs = JsonDocument.Parse(File.ReadAllText(Local(parameters[3])));
        var uris = inputs.RootElement.GetProperty("sources").EnumerateObject().SelectMany(source => source.Value.EnumerateArray()).Select(input => input.GetProperty("uri").GetString()!);
        Assert.Equal(3, uris.Count(uri => File.Exists(Local(uri))));
    }

    private string Local(string uri)
    {
        Assert.StartsWith("s3://bucket/seen/there/", uri, StringComparison.Ordinal);
        return Path.Combine(Bucket, uri["s3://bucket/seen/there/".Length..]);
    }

    private string[] Records(string id) => [.. Directory.EnumerateFiles(Path.Combine(Bucket, "runs/pinterest", id), "*", SearchOption.AllDirectories).Select(File.ReadAllText)];

    private async Task<string> PrepareResultsAsync()
    {
        await using var worker = await RunningWorker.StartAsync(_directory);
        await worker.BecomesAsync(await worker.StartRunAsync(), "succeeded");
        var rows = (await worker.GetAsync("queries")).GetProperty("queries").EnumerateArray()
            .ToDictionary(query => query.GetProperty("id").GetString()!, query => query.GetProperty("rows").GetInt32());
        var target = Path.Combine(_directory.Path, "prepared");
        PreparedResults.Copy(Bucket, rows, new Dictionary<string, (long, long)> { ["pin"] = (1, 0), ["geo"] = (1, 0), ["user"] = (1, 0) }, target);
        return Path.Combine(target, "results");
    }

    /// <summary>As pipeline.py would: the answers, then the marker.</summary>
    private void LayDown(string results, string id)
    {
        var target = Path.Combine(Bucket, "runs/pinterest", id, "results");
        foreach (var file in Directory.EnumerateFiles(results, "*.parquet", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(results, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var marker = File.ReadAllText(Path.Combine(results, "_SUCCESS.json"));
        File.WriteAllText(Path.Combine(target, "_SUCCESS.json"), marker.Replace("\"run\":\"\"", $"\"run\":\"{id}\"", StringComparison.Ordinal));
    }
}
