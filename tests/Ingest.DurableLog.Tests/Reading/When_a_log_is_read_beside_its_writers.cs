using System.Text;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests.Reading;

public sealed class When_a_log_is_read_beside_its_writers : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private string LogPath => Path.Combine(_directory.Path, "a");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_follower_sees_every_record_once_in_order_and_never_one_that_is_not_flushed()
    {
        const int Writers = 8, Each = 500;
        await using var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation);
        var following = FollowAsync(log, Writers * Each);

        var indexes = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var mine = new Dictionary<long, string>();
            for (var i = 0; i < Each; i++)
            {
                var record = $"{writer}-{i}-{new string('y', i)}";
                mine.Add(await log.AppendAsync(Encoding.UTF8.GetBytes(record), LogContents.Cancellation), record);
            }

            return mine;
        })));

        var seen = await following;
        Assert.All(indexes.SelectMany(mine => mine), entry => Assert.Equal(entry.Value, seen[(int)entry.Key]));
        Assert.Equal(seen, log.ReadAll(pageBytes: 1));
    }

    [Fact]
    public async Task The_limits_of_a_read_hold_but_one_record_always_comes()
    {
        await using var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation);
        await log.AppendEachAsync("12345", "12345", "12345", "12345");

        Assert.Equal([1L, 2L], Indexes(log.Read(1, 2, 1000)));
        Assert.Equal([1L, 2L], Indexes(log.Read(1, 10, 14)));
        Assert.Equal([3L], Indexes(log.Read(3, 10, 1)));
        Assert.Empty(log.Read(4, 10, 1000));
    }

    [Fact]
    public async Task A_writer_that_throws_leaves_nothing_behind()
    {
        await using var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation);
        await log.AppendEachAsync("one");

        await Assert.ThrowsAsync<FormatException>(() => log.AppendAsync(
            new[] { new EntrySize(100_000), new EntrySize(3) }, 0, (_, i, _, bytes) => bytes.Fill(i == 0 ? (byte)'x' : throw new FormatException()), LogContents.Cancellation));
        await log.AppendEachAsync("two");

        Assert.Equal(["one", "two"], log.ReadAll());
    }

    [Fact]
    public async Task A_record_beyond_the_limit_is_refused_with_the_limit_named()
    {
        await using var log = await DurableLog.OpenOrCreateAsync(LogPath, new DurableLogOptions { EntryBytesMax = 10 }, LogContents.Cancellation);

        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => log.AppendAsync(new byte[11], LogContents.Cancellation));

        Assert.Contains("'10'", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<long> Indexes(IEnumerable<LogEntry> entries) => entries.Select(entry => entry.Offset);

    private static async Task<string[]> FollowAsync(DurableLog log, int count)
    {
        var seen = new List<string>();
        while (seen.Count < count)
        {
            await log.WaitForAsync(seen.Count, LogContents.Cancellation);
            foreach (var record in log.Read(seen.Count, 100, 10_000))
            {
                Assert.Equal(seen.Count, record.Offset);
                seen.Add(Encoding.UTF8.GetString(record.Data.Span));
            }
        }

        return [.. seen];
    }
}
