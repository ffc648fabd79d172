using Ingest.DurableLog.Files;
using Ingest.Testing;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Tests.Committing;

public sealed class When_the_disk_fails : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private string LogPath => Path.Combine(_directory.Path, "a");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_waiter_gets_the_error_and_nothing_is_acknowledged_until_reopened(bool onFlush)
    {
        FailingFile? file = null;
        var log = await OpenAsync(handle => file = new FailingFile(handle));
        await log.AppendEachAsync("one");
        using var held = new ManualResetEventSlim();
        file!.Held = held;
        (file.FailWrite, file.FailFlush) = (!onFlush, onFlush);

        var first = log.AppendAsync("two"u8.ToArray(), LogContents.Cancellation);
        await Eventually.IsTrueAsync(() => Task.FromResult(file.Writing), "the first round is at the disk");
        var gathered = Enumerable.Range(0, 10).Select(_ => log.AppendAsync("three"u8.ToArray(), LogContents.Cancellation)).ToArray();
        var follower = log.WaitForAsync(1, LogContents.Cancellation);
        held.Set();

        var failure = await Assert.ThrowsAsync<DurableLogFailedException>(() => first);
        Assert.Equal("the disk is on fire", failure.InnerException!.Message);
        foreach (var append in gathered)
        {
            await Assert.ThrowsAsync<DurableLogFailedException>(() => append);
        }

        await Assert.ThrowsAsync<DurableLogFailedException>(() => follower);
        (file.FailWrite, file.FailFlush) = (false, false);
        await Assert.ThrowsAsync<DurableLogFailedException>(() => log.AppendAsync("four"u8.ToArray(), LogContents.Cancellation));
        Assert.Equal(["one"], log.ReadAll());
        await log.DisposeAsync();

        await using var reopened = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);
        Assert.Equal("one", reopened.ReadAll()[0]);
        Assert.Equal(reopened.EndOffset, await reopened.AppendAsync("five"u8.ToArray(), LogContents.Cancellation));
    }

    [Fact]
    public async Task A_half_written_block_is_cut_off_when_reopened()
    {
        FailingFile? file = null;
        var log = await OpenAsync(handle => file = new FailingFile(handle));
        await log.AppendEachAsync("one");
        (file!.FailWrite, file.WrittenBeforeFailure) = (true, 47);
        await Assert.ThrowsAsync<DurableLogFailedException>(() => log.AppendAsync("two, which does not fit"u8.ToArray(), LogContents.Cancellation));
        await log.DisposeAsync();

        await using var reopened = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);

        Assert.Equal(["one"], reopened.ReadAll());
        Assert.Equal(47, reopened.Recovery.TornBytes);
    }

    [Fact]
    public async Task Appends_beyond_the_pending_bytes_wait_and_are_let_in_when_a_round_is_taken()
    {
        FailingFile? file = null;
        var log = await DurableLog.OpenAsync(
            LogPath, handle => file = new FailingFile(handle),
            new DurableLogOptions { EntryBytesMax = 1000, PendingBytesMax = 1000 }, LogContents.Cancellation);
        using var held = new ManualResetEventSlim();
        file!.Held = held;
        var atTheDisk = log.AppendAsync(new byte[900], LogContents.Cancellation);
        await Eventually.IsTrueAsync(() => Task.FromResult(file.Writing), "the first round is at the disk");
        var pending = log.AppendAsync(new byte[900], LogContents.Cancellation);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(LogContents.Cancellation);
        var givenUp = log.AppendAsync(new byte[900], impatient.Token);
        var waiting = log.AppendAsync(new byte[900], LogContents.Cancellation);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        held.Set();

        Assert.Equal(new long[] { 0, 1, 2 }, await Task.WhenAll(atTheDisk, pending, waiting));
        Assert.Equal(3, log.EndOffset);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Appends_in_flight_when_the_log_is_closed_are_flushed_and_later_ones_refused()
    {
        FailingFile? file = null;
        var log = await OpenAsync(handle => file = new FailingFile(handle));
        using var held = new ManualResetEventSlim();
        file!.Held = held;
        var first = log.AppendAsync("one"u8.ToArray(), LogContents.Cancellation);
        await Eventually.IsTrueAsync(() => Task.FromResult(file.Writing), "the first round is at the disk");
        var second = log.AppendAsync("two"u8.ToArray(), LogContents.Cancellation);
        var closing = log.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => log.AppendAsync("late"u8.ToArray(), LogContents.Cancellation));
        var closingAgain = log.DisposeAsync();
        held.Set();
        await closing;
        await closingAgain;
        await log.DisposeAsync();

        Assert.Equal(new long[] { 0, 1 }, await Task.WhenAll(first, second));
        Assert.Equal(["one", "two"], await LogContents.ReadAllAsync(LogPath));
    }

    private Task<DurableLog> OpenAsync(Func<SafeFileHandle, LogFile> over) =>
        DurableLog.OpenAsync(LogPath, over, new(), LogContents.Cancellation);

    private sealed class FailingFile(SafeFileHandle handle) : LogFile(handle)
    {
        public volatile bool Writing;

        public ManualResetEventSlim? Held { get; set; }

        public bool FailWrite { get; set; }

        public bool FailFlush { get; set; }

        public int WrittenBeforeFailure { get; set; }

        public override void Write(ReadOnlySpan<byte> bytes, long position)
        {
            Writing = Held is not null;
            Held?.Wait();
            if (FailWrite)
            {
                base.Write(bytes[..WrittenBeforeFailure], position);
                throw new IOException("the disk is on fire");
            }

            base.Write(bytes, position);
        }

        public override void Flush()
        {
            if (FailFlush)
            {
                throw new IOException("the disk is on fire");
            }

            base.Flush();
        }
    }
}
