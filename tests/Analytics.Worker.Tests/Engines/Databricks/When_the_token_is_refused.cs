using Analytics.Worker.Runs;
using Fault = Analytics.Worker.Tests.Engines.Databricks.DatabricksStandIn.Fault;

namespace Analytics.Worker.Tests.Engines.Databricks;

public sealed class When_the_token_is_refused : IAsyncLifetime
{
    private DatabricksStandIn _workspace = null!;

    public async ValueTask InitializeAsync() => _workspace = await DatabricksStandIn.StartAsync();

    public ValueTask DisposeAsync() => _workspace.DisposeAsync();

    [Fact]
    public async Task The_run_is_refused_and_nothing_is_there()
    {
        using var parts = new DatabricksParts(_workspace.Url);
        _workspace.ValidToken = "another";

        var refusal = await Assert.ThrowsAsync<RunRefusedException>(() => parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken));

        Assert.Equal("Databricks answered 403: Invalid access token. (is Databricks:Token valid, and may its owner do this?)", refusal.Message);
        Assert.Empty(_workspace.Runs);
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_not_given_up_for_it()
    {
        using var parts = new DatabricksParts(_workspace.Url);
        var submission = await parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken);
        _workspace.ValidToken = null;

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => parts.Engine.WatchAsync(DatabricksParts.Record(submission), TestContext.Current.CancellationToken));

        Assert.Contains("Invalid access token", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_in_no_log_no_message_and_no_record_even_when_an_answer_repeats_it()
    {
        using var parts = new DatabricksParts(_workspace.Url);
        _workspace.Faults.Enqueue(new Fault(401, $$"""{"error_code":401,"message":"No such token: {{DatabricksStandIn.Token}}"}"""));
        _workspace.Faults.Enqueue(new Fault(400, $"what is {DatabricksStandIn.Token}?"));

        var first = await Assert.ThrowsAsync<RunRefusedException>(() => parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken));
        var second = await Assert.ThrowsAsync<RunRefusedException>(() => parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken));
        await parts.Engine.SubmitAsync(parts.Plan(), TestContext.Current.CancellationToken);

        Assert.Contains("No such token: ***", first.Message, StringComparison.Ordinal);
        Assert.Contains("what is ***?", second.Message, StringComparison.Ordinal);
        string[] seen = [$"{first}", $"{second}", .. parts.Logged, .. parts.Engine.Describe(parts.Plan())];
        Assert.DoesNotContain(seen, text => text.Contains(DatabricksStandIn.Token, StringComparison.Ordinal));
        Assert.Contains(parts.Logged, text => text.Contains("jobs/runs/submit", StringComparison.Ordinal));
    }
}
