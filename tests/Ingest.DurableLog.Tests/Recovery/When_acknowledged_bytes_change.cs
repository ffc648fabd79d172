using Ingest.DurableLog.Format;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests.Recovery;

public sealed class When_acknowledged_bytes_change : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private string LogPath => Path.Combine(_directory.Path, "a.log");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_flipped_bit_of_a_block_even_the_last_is_reported_with_its_position(int flippedBlock)
    {
        var (whole, blocks) = await ThreeBlocksAsync();
        var (start, end) = (blocks[flippedBlock].Position, blocks[flippedBlock].End);
        for (var position = start; position < end; position++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[position] ^= (byte)(1 << (int)(position % 8));
            await File.WriteAllBytesAsync(LogPath, damaged, LogContents.Cancellation);

            var failure = await Assert.ThrowsAsync<DurableLogDamagedException>(() => DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation));

            Assert.Equal(start, failure.Position);
            Assert.Equal(damaged, await File.ReadAllBytesAsync(LogPath, LogContents.Cancellation));
        }
    }

    [Fact]
    public async Task A_flipped_bit_of_the_file_header_is_reported()
    {
        var (whole, _) = await ThreeBlocksAsync();
        for (var position = 0; position < FileHeader.Bytes; position++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[position] ^= 4;
            await File.WriteAllBytesAsync(LogPath, damaged, LogContents.Cancellation);

            var failure = await Assert.ThrowsAsync<DurableLogDamagedException>(() => DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation));

            Assert.Equal(0, failure.Position);
        }
    }

    [Fact]
    public async Task A_bit_that_flips_while_the_log_is_open_is_reported_to_the_reader()
    {
        await using var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation);
        await log.AppendEachAsync("one", "two");

        // Not through File: the log is locked against other openers.
        await RunShellAsync($"printf X | dd of='{LogPath}' bs=1 seek={FileHeader.Bytes + BlockHeader.Bytes + 4} conv=notrunc status=none");

        await Assert.ThrowsAsync<DurableLogDamagedException>(() => log.ReadAllAsync());
        Assert.Equal("two"u8.ToArray(), (await log.ReadAsync(1, 1, 1, LogContents.Cancellation))[0].Data.ToArray());
    }

    [Fact]
    public async Task A_header_that_changes_while_the_log_is_open_does_not_make_a_reader_skip_its_records()
    {
        await using var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation);
        await log.AppendEachAsync("one", "two", "three");
        var second = FileHeader.Bytes + BlockHeader.Bytes + BlockHeader.RecordPrefixBytes + "one".Length;

        // The index of the block's first record, 1, becomes 0: as if record 1 were not in it.
        await RunShellAsync($"printf '\\000' | dd of='{LogPath}' bs=1 seek={second + 24} conv=notrunc status=none");

        var failure = await Assert.ThrowsAsync<DurableLogDamagedException>(() => log.ReadAsync(1, 10, 1000, LogContents.Cancellation).AsTask());
        Assert.True(failure.Position > second);
    }

    [Fact]
    public async Task A_block_of_another_log_inside_a_record_is_not_taken_for_one_of_this()
    {
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            // Where the record's bytes will stand, a block that would say that much more was flushed.
            var position = FileHeader.Bytes + BlockHeader.Bytes + BlockHeader.RecordPrefixBytes;
            var forged = new byte[BlockHeader.Bytes];
            new BlockHeader(position, position, 0, 0, 0).Write(forged, seed: 0);
            await log.AppendAsync(forged, LogContents.Cancellation);
        }

        var bytes = await File.ReadAllBytesAsync(LogPath, LogContents.Cancellation);
        bytes[FileHeader.Bytes] ^= 1;
        await File.WriteAllBytesAsync(LogPath, bytes[..^BlockHeader.Bytes], LogContents.Cancellation);

        await using var torn = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);
        Assert.Equal(0, torn.Count);
    }

    private async Task<(byte[] Whole, List<BlockHeader> Blocks)> ThreeBlocksAsync()
    {
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            await log.AppendEachAsync("one", "two", "three");
        }

        return (await File.ReadAllBytesAsync(LogPath, LogContents.Cancellation), await LogContents.BlocksAsync(LogPath));
    }

    private static async Task RunShellAsync(string command)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "needs a POSIX shell");
        using var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", command]);
        await shell.WaitForExitAsync(LogContents.Cancellation);
        Assert.Equal(0, shell.ExitCode);
    }
}
