using System.Text;
using Analytics.Delta.Tests;
using Analytics.Worker.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Worker.Tests.Runs;

public sealed class When_runs_are_looked_for : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly RunParts _parts;

    public When_runs_are_looked_for() => _parts = new RunParts(_store, _time, new FakeEngine());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_of_a_request_that_was_cut_short_long_ago_is_found()
    {
        var key = _parts.Records.Keys.Key("again");
        var id = RunId.New(_time.GetUtcNow());
        await _store.TryCreateAsync(key, Encoding.UTF8.GetBytes($$"""{"run":"{{id}}"}"""), Cancellation);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await _parts.Open.FindAsync(Cancellation));

        var made = await _parts.Requests.CreateAsync("api", "again", null, Cancellation);

        Assert.Equal(id, made!.Value.Run.Id);
        Assert.Equal([id], (await _parts.Open.FindAsync(Cancellation)).Select(run => run.Id));
        Assert.Equal([id], (await _parts.Open.FindAsync(Cancellation)).Select(run => run.Id));
    }

    [Fact]
    public async Task What_is_no_run_does_not_hide_the_later_ones()
    {
        var first = await _parts.CreateAsync();
        await _store.TryCreateAsync($"{_parts.Records.Keys.Folder}{first.Id}-copy/notes.txt", "x"u8.ToArray(), Cancellation);
        await _store.TryCreateAsync($"{_parts.Records.Keys.Folder}airflow-20260102T000000-0123abcd/results/_SUCCESS.json", "{}"u8.ToArray(), Cancellation);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await _parts.CreateAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await _parts.Requests.CreateAsync("api", "key", null, Cancellation);

        Assert.Equal(3, (await _parts.Open.FindAsync(Cancellation)).Count);
        Assert.Equal([second.Id, first.Id], (await _parts.Records.NewestAsync(3, Cancellation)).Select(run => run.Id).TakeLast(2));
    }

    [Fact]
    public async Task The_newest_come_first_however_far_back_they_are()
    {
        var ids = new List<string>();
        foreach (var gap in new[] { 0, 400, 30, 2 })
        {
            _time.Advance(TimeSpan.FromHours(gap));
            ids.Insert(0, (await _parts.CreateAsync()).Id);
        }

        Assert.Equal(ids, (await _parts.Records.NewestAsync(100, Cancellation)).Select(run => run.Id));
        Assert.Equal(ids[..2], (await _parts.Records.NewestAsync(2, Cancellation)).Select(run => run.Id));
    }

    public void Dispose() => _parts.Dispose();
}
