using Analytics.Worker.Runs;

namespace Analytics.Worker.Tests.Engines.Databricks;

public sealed class When_a_run_is_looked_for_or_cancelled : IAsyncLifetime
{
    private DatabricksStandIn _workspace = null!;
    private DatabricksParts _parts = null!;

    public async ValueTask InitializeAsync()
    {
        _workspace = await DatabricksStandIn.StartAsync();
        _parts = new DatabricksParts(_workspace.Url);
    }

    public ValueTask DisposeAsync()
    {
        _parts.Dispose();
        return _workspace.DisposeAsync();
    }

    [Fact]
    public async Task A_restarted_worker_finds_what_it_had_submitted_among_many()
    {
        var submitted = await _parts.Engine.SubmitAsync(_parts.Plan(), TestContext.Current.CancellationToken);
        for (var i = 0; i < 60; i++)
        {
            _workspace.AddOther($"somebody else's {i}", DateTimeOffset.UtcNow);
        }

        using var restarted = new DatabricksParts(_workspace.Url);
        var found = await restarted.Engine.FindAsync(DatabricksParts.Record(), TestContext.Current.CancellationToken);

        Assert.Equal(submitted.ExternalIds, found?.ExternalIds);
        Assert.Contains($"/run/{submitted.ExternalIds["runId"]}", found!.Url, StringComparison.Ordinal);
        Assert.Equal(61, _workspace.Runs.Count);
    }

    [Fact]
    public async Task To_look_for_a_run_does_not_submit_it()
    {
        _workspace.AddOther(RunPlan.NameOf("pinterest", DatabricksParts.RunId), DateTimeOffset.UtcNow.AddDays(-1));

        Assert.Null(await _parts.Engine.FindAsync(DatabricksParts.Record(), TestContext.Current.CancellationToken));
        Assert.Single(_workspace.Runs);
    }

    [Fact]
    public async Task A_run_that_was_never_asked_for_is_not_looked_for()
    {
        Assert.Null(await _parts.Engine.FindAsync(DatabricksParts.Record(attempt: 0), TestContext.Current.CancellationToken));
        Assert.Empty(_workspace.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_it_a_little_later()
    {
        var record = DatabricksParts.Record(await _parts.Engine.SubmitAsync(_parts.Plan(), TestContext.Current.CancellationToken));

        await _parts.Engine.CancelAsync(record, TestContext.Current.CancellationToken);
        var ending = await _parts.Engine.WatchAsync(record, TestContext.Current.CancellationToken);
        _workspace.Runs.Values.Single().End("USER_CANCELED", "Run cancelled.");
        var ended = await _parts.Engine.WatchAsync(record, TestContext.Current.CancellationToken);

        Assert.Equal((RunPhase.Running, RunPhase.Cancelled), (ending.Phase, ended.Phase));
        Assert.True(_workspace.Runs.Values.Single().CancelAsked);
    }

    [Fact]
    public async Task Cancelling_what_is_gone_is_no_failure()
    {
        var record = DatabricksParts.Record(await _parts.Engine.SubmitAsync(_parts.Plan(), TestContext.Current.CancellationToken));
        _workspace.Runs.Clear();

        await _parts.Engine.CancelAsync(record, TestContext.Current.CancellationToken);

        Assert.Equal(RunPhase.Lost, (await _parts.Engine.WatchAsync(record, TestContext.Current.CancellationToken)).Phase);
    }
}
