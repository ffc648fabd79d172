using Ingest.S3Sink.Tests.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.S3Sink.Tests.Consuming;

public sealed class When_a_partition_is_written
{
    private readonly MemoryStore _store = new();
    private readonly MemoryLog _log = new();
    private readonly FakeTimeProvider _time = new();

    private SinkOptions Options { get; } = new() { FlushRecords = 1000, FlushBytes = 1 << 20, FlushAge = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task An_object_ends_at_its_number_of_records()
    {
        Options.FlushRecords = 3;
        _log.AddMany(7);

        await RunAsync();

        Assert.Equal(["0 1 2", "3 4 5"], Objects());
        Assert.Equal(6, _log.Committed);
    }

    [Fact]
    public async Task An_object_ends_with_the_record_that_reaches_its_bytes()
    {
        Options.FlushBytes = 5;
        _log.AddMany(7);

        await RunAsync();

        Assert.Equal(["0 1 2", "3 4 5"], Objects());
    }

    [Fact]
    public async Task An_object_ends_at_its_age_counted_from_its_first_record()
    {
        _log.AddMany(2);
        await using var sink = Open();
        await sink.RunToEndAsync(writeAll: false);

        _time.Advance(TimeSpan.FromSeconds(59));
        await sink.RunToEndAsync(writeAll: false);
        Assert.Empty(Objects());

        _time.Advance(TimeSpan.FromSeconds(1));
        await sink.RunToEndAsync(writeAll: false);
        Assert.Equal(["0 1"], Objects());
    }

    [Fact]
    public async Task Of_two_sinks_in_one_place_one_wins_and_the_other_goes_on_after_it()
    {
        Options.FlushRecords = 3;
        _log.AddMany(5);
        await using var slow = Open();
        await slow.RunToEndAsync(writeAll: false);
        var zombie = new SinkOptions { FlushRecords = 2 };
        await using var fast = new SinkRig(_store, _log, zombie, _time);
        await fast.RunToEndAsync(writeAll: false);

        // Both have planned up to 2: the first wrote it, and the second went on with an object of its own size.
        Assert.Equal(["0 1 2", "3 4"], Objects());
        _log.AddMany(2);
        await slow.RunToEndAsync();
        Assert.Equal(["0 1 2", "3 4", "5 6"], Objects());
    }

    [Fact]
    public async Task A_log_that_ends_before_the_objects_do_stops_the_sink()
    {
        Options.FlushRecords = 5;
        _log.AddMany(5);
        await RunAsync();

        var anew = new MemoryLog();
        anew.AddMany(3);
        await using var sink = new SinkRig(_store, anew, Options, _time);

        var failure = await Assert.ThrowsAsync<SinkStoppedException>(() => sink.RunToEndAsync());
        Assert.Contains("ends at offset 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("up to 4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_made_anew_under_a_running_sink_stops_it()
    {
        _log.AddMany(5);
        await using var sink = Open();
        await sink.RunToEndAsync();

        _log.End = 2;
        sink.Writer.ReachedEnd(2);

        await Assert.ThrowsAsync<SinkStoppedException>(() => sink.RunToEndAsync());
    }

    [Fact]
    public async Task Objects_that_another_program_wrote_stop_the_sink()
    {
        await _store.TryCreateAsync("topics/t/partition=0/t+0+0000000000.json", "0\n"u8.ToArray(), TestContext.Current.CancellationToken);
        _log.AddMany(3);
        await using var sink = Open();

        var failure = await Assert.ThrowsAsync<SinkStoppedException>(() => sink.RunToEndAsync());

        Assert.Contains("which this sink did not write", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unfinished_plan_whose_records_are_gone_is_finished_with_what_is_left()
    {
        _log.AddMany(10);
        var plan = new S3Sink.Plans.Plan(0, 5, 6, 0, 0, null);
        await _store.TryCreateAsync("_sink/plans/t/partition=0/0000000000000000000.json", plan.ToJson(), TestContext.Current.CancellationToken);
        _log.Low = 4;

        await RunAsync(writeAll: true);

        Assert.Equal(["4 5", "6 7 8 9"], Objects());
        Assert.Equal("topics/t/partition=0/t+0+0000000000.json", _store.Read("topics/")[0].Key);
    }

    [Fact]
    public async Task An_unfinished_plan_is_finished_when_compaction_took_its_last_record_and_nothing_follows()
    {
        _log.AddMany(6);
        var plan = new S3Sink.Plans.Plan(0, 5, 6, 0, 0, null);
        await _store.TryCreateAsync("_sink/plans/t/partition=0/0000000000000000000.json", plan.ToJson(), TestContext.Current.CancellationToken);
        _log.Remove(5);

        await RunAsync();

        Assert.Equal(["0 1 2 3 4"], Objects());
        Assert.Equal(6, _log.Committed);
    }

    [Fact]
    public async Task A_commit_ahead_of_the_objects_is_followed()
    {
        _log.AddMany(6);
        _log.Committed = 4;

        await RunAsync(writeAll: true);

        Assert.Equal(["4 5"], Objects());
    }

    private SinkRig Open() => new(_store, _log, Options, _time);

    private async Task RunAsync(bool writeAll = false)
    {
        await using var sink = Open();
        await sink.RunToEndAsync(writeAll);
    }

    private string[] Objects() => [.. _store.Read("topics/").Select(item => string.Join(' ', item.Lines))];
}
