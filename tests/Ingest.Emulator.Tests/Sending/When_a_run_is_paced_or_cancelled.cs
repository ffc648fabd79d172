using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Emulator.Tests.Sending;

public sealed class When_a_run_is_paced_or_cancelled
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_classic_pauses_are_the_drawn_ones()
    {
        await using var gateway = await StubGateway.StartAsync();
        var time = new FakeTimeProvider();
        var run = RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 8, Classic = true }, time, Token);

        // 0, 1, 1, 1, 0, 0, 1, 0: one event at once, one after each of three seconds with two more behind the last, two after another.
        foreach (var sent in new[] { 1, 2, 3, 6 })
        {
            await Eventually.BecomesAsync(() => Task.FromResult(gateway.Requests.Count), count => count == 6 * sent, $"{sent} events");
            Assert.False(run.IsCompleted);
            await AdvanceUntilAsync(time, () => gateway.Requests.Count > 6 * sent);
        }

        Assert.Equal(8, (await run).Events);
        Assert.InRange((await run).Duration.TotalSeconds, 4, 7);
    }

    [Fact]
    public async Task An_open_loop_sends_on_time_though_answers_do_not_come()
    {
        await using var gateway = await StubGateway.StartAsync();
        using var release = new SemaphoreSlim(0);
        gateway.Instead = async (_, _) =>
        {
            await release.WaitAsync(Token);
            return null;
        };
        var run = RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 20, Rate = 200 }, TimeProvider.System, Token);

        await Eventually.BecomesAsync(() => Task.FromResult(gateway.Requests.Count), count => count == 120, "all requests");
        release.Release(120);
        var report = await run;

        Assert.True(report.Succeeded);
        Assert.True(report.Duration >= TimeSpan.FromMilliseconds(95), $"20 events at 200/s took {report.Duration}");
    }

    [Fact]
    public async Task Without_an_open_loop_no_more_is_under_way_than_the_concurrency()
    {
        await using var gateway = await StubGateway.StartAsync();
        var (underWay, most) = (0, 0);
        gateway.Instead = async (_, _) =>
        {
            var now = Interlocked.Increment(ref underWay);
            lock (gateway)
            {
                most = Math.Max(most, now);
            }

            await Task.Yield();
            Interlocked.Decrement(ref underWay);
            return null;
        };

        await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 60, Concurrency = 2 }, TimeProvider.System, Token);

        Assert.InRange(most, 1, 12);
    }

    [Fact]
    public async Task Cancellation_gives_a_report_of_what_was_done()
    {
        await using var gateway = await StubGateway.StartAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new List<EmulatorProgress>();
        gateway.Instead = (_, _) =>
        {
            if (gateway.Requests.Count >= 100)
            {
                cancel.Cancel();
            }

            return Task.FromResult<string?>(null);
        };

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url }, TimeProvider.System, cancel.Token, new Collected(progress));

        Assert.Equal(EmulatorEnd.Cancelled, report.End);
        Assert.Equal(0, report.Failed);
        Assert.Equal(gateway.Requests.Count, report.Acknowledged);
        Assert.Equal(report.Events * 6, report.Acknowledged);
        Assert.Equal((report.Events, report.Acknowledged), (progress[^1].Events, progress[^1].Acknowledged));
    }

    [Fact]
    public async Task A_hanging_request_holds_a_cancelled_run_no_longer_than_the_drain_time()
    {
        await using var gateway = await StubGateway.StartAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var release = new SemaphoreSlim(0);
        gateway.Instead = async (_, _) =>
        {
            cancel.Cancel();
            await release.WaitAsync(Token);
            return null;
        };

        var report = await RunAsync(
            new EmulatorOptions { Url = gateway.Url, Concurrency = 1, Retries = 5, DrainTimeout = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, cancel.Token);
        release.Release(100);

        Assert.Equal(EmulatorEnd.Cancelled, report.End);
        Assert.Equal(report.Failed, report.Counts.Sum(count => count.Sent));
        Assert.Contains(report.Failures, failure => failure is { Unknown: true, Reason: "cancelled before the answer came" });
    }

    private static async Task AdvanceUntilAsync(FakeTimeProvider time, Func<bool> reached) =>
        await Eventually.IsTrueAsync(
            () =>
            {
                if (!reached())
                {
                    time.Advance(TimeSpan.FromMilliseconds(100));
                }

                return Task.FromResult(reached());
            },
            "the next event");

    private static async Task<EmulatorReport> RunAsync(
        EmulatorOptions options, TimeProvider time, CancellationToken cancellationToken, IProgress<EmulatorProgress>? progress = null)
    {
        using var http = new HttpClient();
        return await new EventEmulator(http, time).RunAsync(options, progress, cancellationToken);
    }

    private sealed class Collected(List<EmulatorProgress> all) : IProgress<EmulatorProgress>
    {
        public void Report(EmulatorProgress value) => all.Add(value);
    }
}
