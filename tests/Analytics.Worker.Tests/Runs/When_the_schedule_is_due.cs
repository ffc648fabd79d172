using Analytics.Delta.Tests;
using Analytics.Worker.Pipelines;
using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Worker.Tests.Runs;

public sealed class When_the_schedule_is_due
{
    private readonly MemoryStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_occurrence_gets_one_run_over_all_workers_in_the_time_of_its_zone()
    {
        using var one = new RunParts(_store, _time, new FakeEngine(), Daily("Europe/London"));
        using var other = new RunParts(_store, _time, new FakeEngine(), Daily("Europe/London"));
        await one.Scheduler.StartAsync(Cancellation);
        await other.Scheduler.StartAsync(Cancellation);

        // The clocks go forward in the night to the 29th: midnight is 00:00 UTC before it, and 23:00 UTC after.
        DateTimeOffset[] expected = [new(2026, 3, 29, 0, 0, 0, TimeSpan.Zero), new(2026, 3, 29, 23, 0, 0, TimeSpan.Zero), new(2026, 3, 30, 23, 0, 0, TimeSpan.Zero)];
        foreach (var occurrence in expected)
        {
            await AdvanceUntilAsync(one, occurrence);
        }

        await one.Scheduler.StopAsync(Cancellation);
        await other.Scheduler.StopAsync(Cancellation);
        var runs = await one.Records.NewestAsync(100, Cancellation);
        Assert.Equal(expected, runs.Select(run => run.Occurrence!.Value).Order());
        Assert.All(runs, run => Assert.Equal("schedule", run.Trigger));
    }

    [Fact]
    public async Task What_passed_while_nobody_ran_is_not_made_up_for()
    {
        using (var before = new RunParts(_store, _time, new FakeEngine(), Daily("UTC")))
        {
            await before.Scheduler.StartAsync(Cancellation);
            await before.Scheduler.StopAsync(Cancellation);
        }

        _time.Advance(TimeSpan.FromDays(10));
        using var parts = new RunParts(_store, _time, new FakeEngine(), Daily("UTC"));
        await parts.Scheduler.StartAsync(Cancellation);
        await AdvanceUntilAsync(parts, new DateTimeOffset(2026, 4, 8, 0, 0, 0, TimeSpan.Zero));
        await parts.Scheduler.StopAsync(Cancellation);

        Assert.Single(await parts.Records.NewestAsync(100, Cancellation));
    }

    [Theory]
    [InlineData("""{ "cron": "0 25 * * *" }""", "pipeline.json: schedule: cron is '0 25 * * *'; it must be a cron expression of five fields: ")]
    [InlineData("""{ "cron": "0 0 30 2 *" }""", "pipeline.json: schedule: cron is '0 0 30 2 *', which never comes.")]
    [InlineData("""{ "cron": "@never" }""", "pipeline.json: schedule: cron is '@never'; ")]
    [InlineData("""{ "cron": "0 0 * * *", "timeZone": "Mars/Olympus" }""", "pipeline.json: schedule: timeZone is 'Mars/Olympus'; it must be an IANA name")]
    [InlineData("""{ "cron": "0 0 * * *", "zone": "UTC" }""", "zone")]
    [InlineData("""{ }""", "cron")]
    public void One_that_does_not_parse_stops_the_start(string schedule, string mention)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(folder.Path, "pipeline.json"), $$"""{"name": "a", "sources": [], "queries": [], "schedule": {{schedule}}}""");

        Assert.Contains(PipelineLoader.Check(new PipelineOptions { Folder = folder.Path }), error => error.Contains(mention, StringComparison.Ordinal));
    }

    [Fact]
    public void The_shipped_pipeline_runs_every_midnight_in_UTC() =>
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero), PipelineLoader.Load(new PipelineOptions()).Schedule!.Next(_time.GetUtcNow()));

    private static PipelineSchedule Daily(string zone) => PipelineSchedule.Read(new PipelineFile.Timetable("0 0 * * *", zone), [])!;

    /// <summary>Lets the clock go on by half an hour at a time, until the run of an occurrence is there.</summary>
    private async Task AdvanceUntilAsync(RunParts parts, DateTimeOffset occurrence) => await Eventually.IsTrueAsync(
        async () =>
        {
            if (_time.GetUtcNow() < occurrence)
            {
                _time.Advance(TimeSpan.FromMinutes(30));
            }

            return (await parts.Records.NewestAsync(100, Cancellation)).Any(run => run.Occurrence == occurrence);
        },
        $"there is a run for {occurrence:u}");
}
