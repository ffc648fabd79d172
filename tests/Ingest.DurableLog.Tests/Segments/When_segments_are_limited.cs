using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.DurableLog.Tests.Segments;

public sealed class When_segments_are_limited
{
    [Fact]
    public async Task They_are_closed_at_that_size_from_the_next_append_on()
    {
        using var directory = new TemporaryDirectory();
        await using var log = await DurableLog.OpenOrCreateAsync(directory.Path, cancellation: TestContext.Current.CancellationToken);
        await AppendAsync(log, 3000, 3000);
        Assert.Equal(1, Segments(directory));

        log.LimitSegments(4096, null);
        await AppendAsync(log, 3000, 3000, 500);
        Assert.Equal(3, Segments(directory));

        log.LimitSegments(null, null);
        await AppendAsync(log, 3000, 3000);
        Assert.Equal(3, Segments(directory));
        Assert.Equal(7, log.Read(0, int.MaxValue, int.MaxValue).Count);
    }

    [Fact]
    public async Task They_are_closed_at_that_age_when_the_next_append_comes()
    {
        var time = new FakeTimeProvider();
        using var directory = new TemporaryDirectory();
        await using var log = await DurableLog.OpenOrCreateAsync(directory.Path, new DurableLogOptions { Time = time }, TestContext.Current.CancellationToken);
        log.LimitSegments(null, TimeSpan.FromMinutes(1));

        await AppendAsync(log, 1);
        time.Advance(TimeSpan.FromSeconds(60));
        await AppendAsync(log, 1);
        Assert.Equal(1, Segments(directory));
        time.Advance(TimeSpan.FromSeconds(1));
        await AppendAsync(log, 1);

        Assert.Equal(2, Segments(directory));
    }

    private static async Task AppendAsync(DurableLog log, params int[] sizes)
    {
        foreach (var size in sizes)
        {
            await log.AppendAsync(new byte[size]);
        }
    }

    private static int Segments(TemporaryDirectory directory) => Directory.EnumerateFiles(directory.Path, "*.log").Count();
}
