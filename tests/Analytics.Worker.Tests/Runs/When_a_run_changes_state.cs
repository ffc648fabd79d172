using Analytics.Worker.Runs;

namespace Analytics.Worker.Tests.Runs;

public sealed class When_a_run_changes_state
{
    private const string Self = "self";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly RunsOptions Options = new() { ActiveMax = 2, DurationMax = TimeSpan.FromHours(1) };
    private static readonly RunRecord Planned = new("id", 1, "pinterest", "test", RunState.Planned, "api", Now);
    private static readonly RunRecord Claimed = RunTransitions.Claim(Planned, Self, Now, Lease, new RunPreparation("hash", null, "out", ["a"]));

    private static readonly RunRecord Running = RunTransitions.Submitted(
        Claimed, new Submission(new Dictionary<string, string> { ["processId"] = "7" }), Now, Lease);

    [Fact]
    public void Each_step_is_a_version_of_its_own_and_keeps_what_was_known()
    {
        var ended = RunTransitions.See(
            Running, new RunStatus(RunPhase.Succeeded) { ExternalIds = new Dictionary<string, string> { ["applicationId"] = "a_1" }, ExitCode = 0 }, hasResults: true, Now);

        Assert.Equal([1, 2, 3, 4], new[] { Planned, Claimed, Running, ended }.Select(run => run.Version));
        Assert.Equal([RunState.Planned, RunState.Submitting, RunState.Running, RunState.Succeeded], new[] { Planned, Claimed, Running, ended }.Select(run => run.State));
        Assert.Equal((1, Self, Now + Lease, "hash"), (Claimed.Attempt, Claimed.Owner, Claimed.LeaseUntil, Claimed.SqlHash));
        Assert.Equal("7 a_1", $"{ended.ExternalIds["processId"]} {ended.ExternalIds["applicationId"]}");
        Assert.Equal((Now, null, 0, null), (ended.EndedAt, ended.Owner, ended.ExitCode, ended.Reason));
    }

    [Theory]
    [InlineData(nameof(RunPhase.Succeeded), false, nameof(RunState.Failed), "It ended well and left no results")]
    [InlineData(nameof(RunPhase.Failed), false, nameof(RunState.Failed), "broken")]
    [InlineData(nameof(RunPhase.Failed), true, nameof(RunState.Succeeded), null)]
    [InlineData(nameof(RunPhase.Lost), true, nameof(RunState.Succeeded), null)]
    [InlineData(nameof(RunPhase.Lost), false, nameof(RunState.Failed), "broken")]
    [InlineData(nameof(RunPhase.Cancelled), false, nameof(RunState.Cancelled), "broken")]
    public void The_marker_of_complete_results_has_the_last_word(string phase, bool hasResults, string state, string? reason)
    {
        var ended = RunTransitions.See(Running, new RunStatus(Enum.Parse<RunPhase>(phase)) { Reason = "broken" }, hasResults, Now);

        Assert.Equal(Enum.Parse<RunState>(state), ended.State);
        Assert.True(reason is null ? ended.Reason is null : ended.Reason!.StartsWith(reason, StringComparison.Ordinal), ended.Reason);
    }

    [Fact]
    public void A_cancelled_one_is_cancelled_and_one_that_takes_too_long_has_failed()
    {
        var died = new RunStatus(RunPhase.Failed) { Reason = "exit code 143" };
        var cancelled = RunTransitions.See(RunTransitions.AskToCancel(Running, Now), died, hasResults: false, Now);
        var late = RunTransitions.See(RunTransitions.TimeOut(Running, TimeSpan.FromHours(1)), died, hasResults: false, Now);

        Assert.Equal(RunState.Cancelled, cancelled.State);
        Assert.Equal((RunState.Failed, "It took longer than 01:00:00 (Runs:DurationMax)."), (late.State, late.Reason));
        Assert.Equal(RunState.Cancelled, RunTransitions.AskToCancel(Planned, Now).State);
    }

    [Fact]
    public void Nothing_becomes_of_one_that_has_ended()
    {
        var ended = RunTransitions.Fail(Running, "broken", Now);

        Assert.Throws<InvalidOperationException>(() => RunTransitions.AskToCancel(ended, Now));
        Assert.Throws<InvalidOperationException>(() => RunTransitions.See(ended, new RunStatus(RunPhase.Succeeded), hasResults: true, Now));
        Assert.Throws<InvalidOperationException>(() => RunTransitions.Own(ended, Self, Now, Lease));
        Assert.Throws<InvalidOperationException>(() => RunTransitions.Submitted(Planned, new Submission(Planned.ExternalIds), Now, Lease));
    }

    [Fact]
    public void A_look_that_shows_nothing_new_changes_nothing()
    {
        Assert.Same(Running, RunTransitions.See(Running, new RunStatus(RunPhase.Running), hasResults: false, Now));
        Assert.Same(Running, RunTransitions.See(Running, new RunStatus(RunPhase.Running) { ExternalIds = Running.ExternalIds }, hasResults: false, Now));
        Assert.NotSame(Running, RunTransitions.See(Running, new RunStatus(RunPhase.Running) { Url = "http://there" }, hasResults: false, Now));
    }

    [Fact]
    public void The_next_step_follows_from_the_record_and_the_clock()
    {
        Assert.Equal(RunStep.Submit, Step(Planned, active: 1));
        Assert.Equal(RunStep.Leave, Step(Planned, active: 2));
        Assert.Equal(RunStep.Watch, Step(Running));
        Assert.Equal(RunStep.Recover, Step(Claimed));
        Assert.Equal(RunStep.Leave, Step(Running with { Owner = "other" }));
        Assert.Equal(RunStep.TakeOver, Step(Running with { Owner = "other" }, after: Lease));
        Assert.Equal(RunStep.TakeOver, Step(Claimed with { Owner = "other" }, after: Lease));
        Assert.Equal(RunStep.TakeOver, Step(RunTransitions.Disown(Running)));
        Assert.Equal(RunStep.Cancel, Step(RunTransitions.AskToCancel(Running, Now)));
        Assert.Equal(RunStep.TimeOut, Step(Running, after: TimeSpan.FromHours(1) + TimeSpan.FromTicks(1)));
        Assert.Equal(RunStep.Leave, Step(RunTransitions.Fail(Running, "broken", Now)));
    }

    [Fact]
    public void An_owner_gives_a_sign_of_life_before_its_lease_is_over()
    {
        Assert.False(RunPolicy.IsLeaseDue(Running, Now, Lease));
        Assert.True(RunPolicy.IsLeaseDue(Running, Now + (Lease / 2), Lease));
    }

    private static RunStep Step(RunRecord run, int active = 0, TimeSpan after = default) => RunPolicy.Decide(run, Self, active, Now + after, Options);
}
