using Analytics.Delta.Tests;
using Analytics.Worker.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Worker.Tests.Runs;

public sealed class When_a_submission_fails : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private RunParts? _parts;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_tried_again_where_a_second_gives_the_first()
    {
        var engine = new FakeEngine { SubmitsOnce = true, SubmitFailure = new HttpRequestException("away") };
        var run = await Parts(engine).CreateAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => _parts!.StepAsync(run.Id));
        var again = await _parts!.StepAsync(run.Id);

        Assert.Equal((RunState.Running, 2), (again.State, again.Attempt));
        Assert.Equal([run.Id], engine.Submissions);
    }

    [Fact]
    public async Task It_has_failed_after_as_many_attempts_as_may_be()
    {
        var engine = new FakeEngine { SubmitsOnce = true };
        var run = await Parts(engine).CreateAsync();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            engine.SubmitFailure = new HttpRequestException("away");
            await Assert.ThrowsAsync<HttpRequestException>(() => _parts!.StepAsync(run.Id));
        }

        var failed = await _parts!.StepAsync(run.Id);

        Assert.Equal((RunState.Failed, "It could not be submitted in 3 attempts (Runs:AttemptsMax); the log has the reasons."), (failed.State, failed.Reason));
        Assert.Empty(engine.Submissions);
    }

    [Fact]
    public async Task What_may_run_already_is_not_submitted_a_second_time()
    {
        var engine = new FakeEngine { SubmitsOnce = false, SubmitFailure = new IOException("lost") };
        var run = await Parts(engine).CreateAsync();

        await Assert.ThrowsAsync<IOException>(() => _parts!.StepAsync(run.Id));
        var failed = await _parts!.StepAsync(run.Id);

        Assert.Equal(RunState.Failed, failed.State);
        Assert.Contains("is not submitted again", failed.Reason, StringComparison.Ordinal);
        Assert.Empty(engine.Submissions);
    }

    [Fact]
    public async Task What_is_found_with_the_engine_goes_on()
    {
        var engine = new FakeEngine { SubmitsOnce = false, SubmitFailure = new IOException("lost"), IsFound = true };
        var run = await Parts(engine).CreateAsync();

        await Assert.ThrowsAsync<IOException>(() => _parts!.StepAsync(run.Id));
        var found = await _parts!.StepAsync(run.Id);

        Assert.Equal((RunState.Running, "1"), (found.State, found.ExternalIds["fakeId"]));
        Assert.Empty(engine.Submissions);
    }

    [Fact]
    public async Task A_refusal_is_the_reason_of_the_failure()
    {
        var engine = new FakeEngine { SubmitFailure = new RunRefusedException("no such cluster") };
        var run = await Parts(engine).CreateAsync();

        var failed = await _parts!.StepAsync(run.Id);

        Assert.Equal((RunState.Failed, "no such cluster", 1), (failed.State, failed.Reason, failed.Attempt));
    }

    [Fact]
    public async Task A_marker_that_is_another_run_s_fails_it_and_what_the_engine_said_stays()
    {
        var engine = new FakeEngine();
        var run = await Parts(engine).CreateAsync();
        await _parts!.StepAsync(run.Id);
        await _store.TryCreateAsync(_parts.Records.Keys.Marker(run.Id), """{"run":"x","queries":[],"sources":{}}"""u8.ToArray(), Cancellation);
        engine.Status = new RunStatus(RunPhase.Succeeded) { ExitCode = 0, LogTail = "done" };

        var failed = await _parts.StepAsync(run.Id);

        Assert.Equal((RunState.Failed, 0, "done"), (failed.State, failed.ExitCode, failed.LogTail));
        Assert.EndsWith("_SUCCESS.json is the marker of run 'x'.", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_ended()
    {
        var engine = new FakeEngine();
        var run = await Parts(engine).CreateAsync();
        await _parts!.StepAsync(run.Id);
        _time.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));

        await _parts.StepAsync(run.Id); // taken over from itself: its lease was long over
        var asked = await _parts.StepAsync(run.Id);
        engine.Status = new RunStatus(RunPhase.Cancelled);
        var failed = await _parts.StepAsync(run.Id);

        Assert.True(engine.Cancels > 0);
        Assert.True(asked.CancelRequested);
        Assert.Equal((RunState.Failed, "It took longer than 12:00:00 (Runs:DurationMax)."), (failed.State, failed.Reason));
    }

    [Fact]
    public async Task Of_two_workers_one_submits()
    {
        var engine = new FakeEngine();
        var run = await Parts(engine).CreateAsync();
        using var rival = new RunParts(_store, _time, engine);
        var seen = (await _parts!.Records.ReadAsync(run.Id, Cancellation))!;

        await Task.WhenAll(_parts.Carrier.StepAsync(seen, 0, Cancellation), rival.Carrier.StepAsync(seen, 0, Cancellation));

        Assert.Equal([run.Id], engine.Submissions);
    }

    public void Dispose() => _parts?.Dispose();

    private RunParts Parts(FakeEngine engine) => _parts = new RunParts(_store, _time, engine);
}
