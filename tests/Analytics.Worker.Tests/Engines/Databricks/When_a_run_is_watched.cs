using Analytics.Worker.Runs;

namespace Analytics.Worker.Tests.Engines.Databricks;

public sealed class When_a_run_is_watched : IAsyncLifetime
{
    private DatabricksStandIn _workspace = null!;
    private DatabricksParts _parts = null!;
    private RunRecord _record = null!;

    private StandInRun Run => _workspace.Runs.Values.Single();

    public async ValueTask InitializeAsync()
    {
        _workspace = await DatabricksStandIn.StartAsync();
        _parts = new DatabricksParts(_workspace.Url, null, ("Databricks:LogTailMax", "60"));
        _record = DatabricksParts.Record(await _parts.Engine.SubmitAsync(_parts.Plan(), CancellationToken.None));
    }

    public ValueTask DisposeAsync()
    {
        _parts.Dispose();
        return _workspace.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_goes_from_pending_to_its_end(bool old)
    {
        Run.IsOfOldWorkspace = old;
        var pending = await WatchAsync();
        Run.Queue();
        var queued = await WatchAsync();
        Run.Start();
        var running = await WatchAsync();
        Run.CleanUp("SUCCESS");
        var ending = await WatchAsync();
        Run.End("SUCCESS");
        var ended = await WatchAsync();

        Assert.Equal(
            [RunPhase.Running, RunPhase.Running, RunPhase.Running, RunPhase.Running, RunPhase.Succeeded],
            new[] { pending, queued, running, ending, ended }.Select(status => status.Phase));
        Assert.Equal($"{_workspace.Url}/?o=1#job/77/run/{Run.Id}", pending.Url);
        Assert.DoesNotContain("clusterId", pending.ExternalIds);
        Assert.Equal("1125-221100-abcdefgh", running.ExternalIds["clusterId"]);
        Assert.Equal(old ? null : "QUEUED: The workspace is full.", queued.Reason);
        Assert.Null(ended.Reason);
    }

    [Fact]
    public async Task A_failure_comes_with_its_reason_and_the_end_of_its_log()
    {
        Run.Fail("SystemExit: 2", "Traceback (most recent call last): …", $"{new string('x', 500)} token={DatabricksStandIn.Token}\npipeline.py: --inputs cannot be read: no such object\n");

        var status = await WatchAsync();

        Assert.Equal(RunPhase.Failed, status.Phase);
        Assert.Equal("RUN_EXECUTION_ERROR: Task pipeline failed with message: Workload failed, see run output for details.; SystemExit: 2", status.Reason);
        Assert.Equal("s cannot be read: no such object\nTraceback (most recent call last): …"[^60..], status.LogTail);
    }

    [Fact]
    public async Task The_token_is_taken_out_of_a_log()
    {
        Run.Fail("error", "", $"got {DatabricksStandIn.Token}");

        Assert.Equal("got ***", (await WatchAsync()).LogTail);
    }

    [Fact]
    public async Task An_output_that_may_not_be_read_does_not_hide_the_failure()
    {
        Run.Fail("error", "", "log");
        using var none = new DatabricksParts(_workspace.Url);
        _workspace.Faults.Enqueue(new(200, Run.ToJson(_workspace.Url).ToJsonString()));
        _workspace.Faults.Enqueue(new(403, """{"error_code":"PERMISSION_DENIED","message":"No view permission."}"""));

        var status = await WatchAsync();

        Assert.Equal(RunPhase.Failed, status.Phase);
        Assert.StartsWith("(the output could not be read: Databricks answered 403 PERMISSION_DENIED", status.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_cannot_be_fetched_does_not_keep_a_run_from_its_end()
    {
        Run.Fail("error", "", "log");
        using var hasty = new DatabricksParts(_workspace.Url, null, ("Databricks:RetriesMax", "1"));
        _workspace.Faults.Enqueue(new(200, Run.ToJson(_workspace.Url).ToJsonString()));
        _workspace.Faults.Enqueue(new(500, """{"error_code":"INTERNAL_ERROR","message":"Try later."}"""));
        _workspace.Faults.Enqueue(new(500, """{"error_code":"INTERNAL_ERROR","message":"Try later."}"""));

        var status = await hasty.Engine.WatchAsync(_record, TestContext.Current.CancellationToken);

        Assert.Equal(RunPhase.Failed, status.Phase);
        Assert.Equal("(the output could not be read: Databricks answered 500 INTERNAL_ERROR: Try later.)", status.LogTail);
    }

    [Fact]
    public async Task Passwords_are_taken_out_of_a_log_and_a_reason()
    {
        Run.Fail("cannot open jdbc:mysql://u:s3cr3t@h/db", "", "fs.s3a.secret.key=s3cr3t");

        var status = await WatchAsync();

        Assert.DoesNotContain("s3cr3t", status.LogTail + status.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SKIPPED", "FAILED", false)]
    [InlineData("SKIPPED", "FAILED", true)]
    [InlineData("INTERNAL_ERROR", "FAILED", false)]
    [InlineData("INTERNAL_ERROR", "FAILED", true)]
    [InlineData("CLUSTER_ERROR", "FAILED", false)]
    [InlineData("CANCELED", "FAILED", false)]
    [InlineData("A_CODE_OF_TOMORROW", "FAILED", false)]
    [InlineData("USER_CANCELED", "CANCELLED", false)]
    public async Task Other_ends_are_told_apart(string code, string phase, bool old)
    {
        Run.IsOfOldWorkspace = old;
        Run.End(code, "Because.");

        var status = await WatchAsync();

        Assert.Equal(phase, status.Phase.ToString(), ignoreCase: true);
        Assert.Equal($"{code}: Because.", status.Reason);
    }

    [Fact]
    public async Task A_state_that_is_not_known_is_no_end()
    {
        _workspace.Faults.Enqueue(new(200, """{"run_id":1,"status":{"state":"HIBERNATING"},"state":{"life_cycle_state":"HIBERNATING"}}"""));

        Assert.Equal(RunPhase.Running, (await WatchAsync()).Phase);
    }

    [Theory]
    [InlineData(400, "INVALID_PARAMETER_VALUE", "Run 5 does not exist.")]
    [InlineData(404, "RESOURCE_DOES_NOT_EXIST", "Run 5 does not exist.")]
    public async Task A_run_that_was_deleted_is_lost(int status, string code, string message)
    {
        _workspace.Faults.Enqueue(new(status, $$"""{"error_code":"{{code}}","message":"{{message}}"}"""));

        var seen = await WatchAsync();

        Assert.Equal(RunPhase.Lost, seen.Phase);
        Assert.Equal($"Databricks answered {status} {code}: {message}", seen.Reason);
    }

    [Fact]
    public async Task An_answer_that_is_not_the_API_is_no_answer()
    {
        _workspace.Faults.Enqueue(new(200, "<html>Sign in</html>"));

        var failure = await Assert.ThrowsAnyAsync<IOException>(WatchAsync);

        Assert.EndsWith(": <html>Sign in</html>", failure.Message, StringComparison.Ordinal);
    }

    private Task<RunStatus> WatchAsync() => _parts.Engine.WatchAsync(_record, TestContext.Current.CancellationToken);
}
