using Ingest.DurableLog.Files;
using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.DurableLog.Tests.Committing;

public sealed class When_an_interval_flushes
{
    [Theory]
    [InlineData(FlushPolicy.EveryCommit)]
    [InlineData(FlushPolicy.Interval)]
    [InlineData(FlushPolicy.Never)]
    public async Task Appends_are_acknowledged_and_flushed_as_the_policy_says(FlushPolicy policy)
    {
        using var directory = new TemporaryDirectory();
        var time = new FakeTimeProvider();
        CountingFile? file = null;
        var log = await DurableLog.OpenAsync(
            Path.Combine(directory.Path, "a"), handle => file = new CountingFile(handle), new() { FlushPolicy = policy, FlushInterval = TimeSpan.FromSeconds(2), Time = time }, LogContents.Cancellation);

        await log.AppendEachAsync("one", "two", "three");

        Assert.Equal(policy == FlushPolicy.EveryCommit ? 3 : 0, file!.Flushes);
        Assert.Equal(["one", "two", "three"], log.ReadAll());
        time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.IsTrueAsync(() => Task.FromResult(file.Flushes == policy switch { FlushPolicy.EveryCommit => 3, FlushPolicy.Interval => 1, _ => 0 }), "flushes");
        await log.DisposeAsync();
        Assert.Equal(policy switch { FlushPolicy.EveryCommit => 3, _ => 1 }, file.Flushes);
    }

    private sealed class CountingFile(Microsoft.Win32.SafeHandles.SafeFileHandle handle) : LogFile(handle)
    {
        private int _flushes;

        public int Flushes => Volatile.Read(ref _flushes);

        public override void Flush()
        {
            Interlocked.Increment(ref _flushes);
            base.Flush();
        }
    }
}
