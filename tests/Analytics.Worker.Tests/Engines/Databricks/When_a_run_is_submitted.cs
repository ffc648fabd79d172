using System.Text.Json.Nodes;
using Analytics.Worker.Runs;
using Fault = Analytics.Worker.Tests.Engines.Databricks.DatabricksStandIn.Fault;

namespace Analytics.Worker.Tests.Engines.Databricks;

public sealed class When_a_run_is_submitted : IAsyncLifetime
{
    private DatabricksStandIn _workspace = null!;

    public async ValueTask InitializeAsync() => _workspace = await DatabricksStandIn.StartAsync();

    public ValueTask DisposeAsync() => _workspace.DisposeAsync();

    [Fact]
    public async Task One_task_runs_the_program_on_the_cluster_with_the_run_as_its_token()
    {
        using var parts = new DatabricksParts(_workspace.Url, null, ("Runs:DurationMax", "01:30:00"));

        var submission = await parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken);

        var run = Assert.Single(_workspace.Runs.Values);
        Assert.Equal($"{run.Id}", submission.ExternalIds["runId"]);
        AssertJson(
            """
            {
              "run_name": "ingest-pinterest-0198c1d2-3e4f-7a5b-8c6d-7e8f9a0b1c2d",
              "idempotency_token": "0198c1d2-3e4f-7a5b-8c6d-7e8f9a0b1c2d",
              "timeout_seconds": 5400,
              "tasks": [{
                "task_key": "pipeline",
                "spark_python_task": {
                  "python_file": "s3://bucket/prefix/pipelines/pinterest/abc/pipeline.py",
                  "parameters": [
                    "--pipeline", "s3://bucket/prefix/pipelines/pinterest/abc",
                    "--inputs", "s3://bucket/prefix/runs/pinterest/0198c1d2-3e4f-7a5b-8c6d-7e8f9a0b1c2d/inputs.json",
                    "--output", "s3://bucket/prefix/runs/pinterest/0198c1d2-3e4f-7a5b-8c6d-7e8f9a0b1c2d",
                    "--run", "0198c1d2-3e4f-7a5b-8c6d-7e8f9a0b1c2d",
                    "--user-id", "demo",
                    "--median", "exact"
                  ]
                },
                "existing_cluster_id": "1125-221100-abcdefgh"
              }]
            }
            """,
            run.Request);
    }

    [Fact]
    public async Task A_cluster_is_made_for_it_when_one_is_described_and_the_program_may_lie_elsewhere()
    {
        using var parts = new DatabricksParts(
            _workspace.Url,
            null,
            ("Databricks:ExistingClusterId", ""),
            ("Databricks:PythonFile", "/Workspace/Shared/ingest/pipeline.py"),
            ("Databricks:NewCluster", """{"spark_version":"16.4.x-scala2.12","node_type_id":"m5d.large","num_workers":2}"""));

        await parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken);

        var task = Assert.Single(_workspace.Runs.Values).Request["tasks"]![0]!;
        AssertJson("""{"spark_version":"16.4.x-scala2.12","node_type_id":"m5d.large","num_workers":2}""", task["new_cluster"]!);
        Assert.Equal("/Workspace/Shared/ingest/pipeline.py", (string?)task["spark_python_task"]!["python_file"]);
    }

    [Fact]
    public async Task Serverless_compute_gets_an_environment_and_does_not_repeat_a_failed_task_by_itself()
    {
        using var parts = new DatabricksParts(
            _workspace.Url,
            null,
            ("Databricks:ExistingClusterId", ""),
            ("Databricks:EnvironmentVersion", "4"),
            ("Databricks:PythonFile", "/Workspace/Shared/serverless.py"));

        await parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken);

        var request = Assert.Single(_workspace.Runs.Values).Request;
        AssertJson("""[{"environment_key":"default","spec":{"environment_version":"4"}}]""", request["environments"]!);
        Assert.Equal("default", (string?)request["tasks"]![0]!["environment_key"]);
        Assert.True((bool?)request["tasks"]![0]!["disable_auto_optimization"]);
    }

    [Fact]
    public async Task Submitting_it_again_gives_the_run_that_is_there()
    {
        using var parts = new DatabricksParts(_workspace.Url);

        var first = await parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken);
        var second = await parts.Engine.SubmitAsync(parts.Plan(attempt: 2), TestContext.Current.CancellationToken);

        Assert.Equal(first.ExternalIds, second.ExternalIds);
        Assert.Single(_workspace.Runs);
        Assert.True(parts.Engine.SubmitsOnce);
    }

    [Fact]
    public async Task An_answer_that_is_lost_does_not_make_a_second_run()
    {
        using var parts = new DatabricksParts(_workspace.Url);
        _workspace.Faults.Enqueue(Fault.LostAnswer);

        var submission = await parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken);

        Assert.Equal($"{Assert.Single(_workspace.Runs.Values).Id}", submission.ExternalIds["runId"]);
        Assert.Equal(2, _workspace.Requests.Count);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task It_waits_as_long_as_it_is_told_when_there_is_too_much_to_do(int status)
    {
        var time = new ImpatientTime(TimeSpan.FromSeconds(41));
        using var parts = new DatabricksParts(_workspace.Url, time);
        _workspace.Faults.Enqueue(new Fault(status, """{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"Too many."}""", RetryAfter: "41"));

        await parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken);

        Assert.Equal(1, time.Waits);
        Assert.Equal(2, _workspace.Requests.Count);
    }

    [Fact]
    public async Task What_does_not_pass_within_the_retries_has_not_been_found_out()
    {
        using var parts = new DatabricksParts(_workspace.Url, null, ("Databricks:RetriesMax", "2"));
        for (var i = 0; i < 3; i++)
        {
            _workspace.Faults.Enqueue(new Fault(503, "<html>Service Unavailable</html>"));
        }

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken));

        Assert.Equal("Databricks answered 503: <html>Service Unavailable</html>", failure.Message);
        Assert.Equal(3, _workspace.Requests.Count);
    }

    [Fact]
    public async Task A_workspace_that_is_away_has_not_been_asked()
    {
        var url = _workspace.Url;
        await _workspace.DisposeAsync();
        using var parts = new DatabricksParts(url, null, ("Databricks:RetriesMax", "1"));

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken));

        Assert.StartsWith("Databricks could not be asked: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Databricks_refuses_is_said_in_its_words_and_not_tried_again()
    {
        using var parts = new DatabricksParts(_workspace.Url, null, ("Databricks:ExistingClusterId", "gone"));

        var refusal = await Assert.ThrowsAsync<RunRefusedException>(() => parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken));

        Assert.Equal("Databricks answered 400 INVALID_PARAMETER_VALUE: Cluster gone does not exist.", refusal.Message);
        Assert.Single(_workspace.Requests);
        Assert.Empty(_workspace.Runs);
    }

    [Fact]
    public async Task A_login_page_is_no_workspace()
    {
        using var parts = new DatabricksParts(_workspace.Url);
        _workspace.Faults.Enqueue(new Fault(303, "See other"));

        var refusal = await Assert.ThrowsAsync<RunRefusedException>(() => parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken));

        Assert.Equal("Databricks answered 303: See other (is Databricks:Host the address of a workspace?)", refusal.Message);
    }

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());

    /// <summary>The system's time, but for waits of one length, which are over at once and counted.</summary>
    private sealed class ImpatientTime(TimeSpan skipped) : TimeProvider
    {
        public int Waits { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != skipped)
            {
                return base.CreateTimer(callback, state, dueTime, period);
            }

            Waits++;
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
