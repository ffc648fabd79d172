using System.Diagnostics;
using Ingest.DurableLog.Files;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests.Committing;

public sealed class When_the_disk_is_full
{
    /// <summary>A disk of its own, of four megabytes, that is really full.</summary>
    [Fact]
    public async Task New_entries_are_refused_until_there_is_room_and_nothing_is_lost()
    {
        using var directory = new TemporaryDirectory();
        Assert.SkipUnless(OperatingSystem.IsLinux() && await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", directory.Path) == 0, "a disk of its own cannot be mounted here");
        try
        {
            var ballast = Path.Combine(directory.Path, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[1 << 20], LogContents.Cancellation);
            var log = await DurableLog.OpenOrCreateAsync(Path.Combine(directory.Path, "a"), cancellation: LogContents.Cancellation);
            var stored = new List<long>();
            var refused = await Assert.ThrowsAsync<DurableLogFullException>(async () =>
            {
                while (true)
                {
                    stored.Add(await log.AppendAsync(Entry(stored.Count), LogContents.Cancellation));
                }
            });

            Assert.Contains("no room", refused.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<DurableLogFullException>(() => log.AppendAsync(Entry(0), LogContents.Cancellation));
            Assert.Null(log.Failure);
            Assert.Equal(stored.Count, log.EndOffset);
            File.Delete(ballast);
            stored.Add(await log.AppendAsync(Entry(stored.Count), LogContents.Cancellation));
            Assert.Equal(stored.Count - 1, stored[^1]);
            await log.DisposeAsync();

            await using var reopened = await DurableLog.OpenAsync(Path.Combine(directory.Path, "a"), cancellation: LogContents.Cancellation);
            Assert.Equal((stored.Count, 0L), (reopened.EndOffset, reopened.Recovery.TornBytes));
            Assert.All(stored, offset => Assert.True(Entry((int)offset).AsSpan().SequenceEqual(reopened.Read(offset, 1, 1)[0].Data.Span)));
        }
        finally
        {
            Assert.Equal(0, await RunAsync("umount", "-l", directory.Path));
        }
    }

    /// <summary>What waits behind the entry that found the disk full is refused with it: its offsets are given to others.</summary>
    [Fact]
    public async Task Entries_queued_behind_are_refused_too_and_offsets_go_on_without_a_gap()
    {
        using var directory = new TemporaryDirectory();
        FullFile? file = null;
        await using var log = await DurableLog.OpenAsync(Path.Combine(directory.Path, "a"), handle => file = new FullFile(handle), new(), LogContents.Cancellation);
        await log.AppendEachAsync("one");
        file!.Full = true;

        var appends = Enumerable.Range(0, 20).Select(_ => log.AppendAsync(new byte[100], LogContents.Cancellation)).ToArray();
        foreach (var append in appends)
        {
            await Assert.ThrowsAsync<DurableLogFullException>(() => append);
        }

        file.Full = false;
        Assert.Equal(1, await log.AppendAsync("two"u8.ToArray(), LogContents.Cancellation));
        Assert.Equal(["one", "two"], log.ReadAll());
    }

    private static byte[] Entry(int i)
    {
        var entry = new byte[100_000];
        new Random(i).NextBytes(entry);
        return entry;
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(LogContents.Cancellation);
        return process.ExitCode;
    }

    private sealed class FullFile(Microsoft.Win32.SafeHandles.SafeFileHandle handle) : LogFile(handle)
    {
        private const int NoSpace = 28;

        public bool Full { get; set; }

        public override void Write(ReadOnlySpan<byte> bytes, long position)
        {
            base.Write(Full ? bytes[..(bytes.Length / 2)] : bytes, position);
            if (Full)
            {
                throw new IOException("No space left on device", NoSpace);
            }
        }
    }
}
