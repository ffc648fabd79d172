using Analytics.Delta.Tests;
using Analytics.Worker.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Worker.Tests.Runs;

public sealed class When_a_run_changes_while_it_is_submitted : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeEngine _engine = new();
    private readonly RunParts _parts;

    public When_a_run_changes_while_it_is_submitted() => _parts = new RunParts(_store, _time, _engine);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_engine_calls_it_is_known_when_its_end_was_asked_for()
    {
        var run = await _parts.CreateAsync();
        _engine.Meanwhile = () => _parts.Requests.CancelAsync(run.Id, Cancellation);

        var submitted = await _parts.StepAsync(run.Id);
        await _parts.StepAsync(run.Id);

        Assert.Equal((RunState.Running, true, "1"), (submitted.State, submitted.CancelRequested, submitted.ExternalIds["fakeId"]));
        Assert.Equal("1", _engine.Cancelled);
    }

    [Fact]
    public async Task A_slow_worker_that_was_given_up_does_not_leave_it_behind()
    {
        var run = await _parts.CreateAsync();
        using var rival = new RunParts(_store, _time, new FakeEngine());
        _engine.Meanwhile = async () =>
        {
            _time.Advance(TimeSpan.FromHours(1));
            await rival.StepAsync(run.Id);
        };

        var seen = await _parts.StepAsync(run.Id);

        Assert.Equal(RunState.Failed, seen.State);
        Assert.Equal("1", _engine.Cancelled);
        Assert.Equal(seen, await _parts.Records.ReadAsync(run.Id, Cancellation), (one, other) => (one.Version, one.State) == (other!.Version, other.State));
    }

    [Fact]
    public async Task A_slow_worker_that_is_not_given_up_yet_keeps_it()
    {
        var run = await _parts.CreateAsync();
        _engine.Meanwhile = async () => Assert.True(await _parts.Records.TryAppendAsync(
            RunTransitions.Own((await _parts.Records.ReadAsync(run.Id, Cancellation))!, "another", _time.GetUtcNow(), TimeSpan.FromHours(1)), Cancellation));

        var submitted = await _parts.StepAsync(run.Id);

        Assert.Equal((RunState.Running, _parts.Carrier.Self), (submitted.State, submitted.Owner));
        Assert.Equal([run.Id], _engine.Submissions);
    }

    public void Dispose() => _parts.Dispose();
}
