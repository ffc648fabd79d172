using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests.Recovery;

/// <summary>As if the process or the machine had died while the last block was written: it was never acknowledged.</summary>
public sealed class When_the_last_block_is_torn : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private string LogPath => Path.Combine(_directory.Path, "a");

    private string State => Path.Combine(LogPath, StateFile.Name);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Cut_off_at_any_byte_it_goes_and_the_rest_stays()
    {
        var (whole, last, state) = await ThreeBlocksAsync();
        for (var length = (int)last.Position; length < last.End; length++)
        {
            await FirstTwoAreThereAndAppendsGoOnAsync(whole[..length], state, tornBytes: length - last.Position);
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xA5)]
    public async Task Not_written_from_any_byte_on_it_goes_and_the_rest_stays(byte filler)
    {
        var (whole, last, state) = await ThreeBlocksAsync();
        for (var written = 0; written < last.End - last.Position; written++)
        {
            var torn = whole[..(int)last.End];
            torn.AsSpan((int)last.Position + written).Fill(filler);
            if (torn.AsSpan().SequenceEqual(whole.AsSpan(0, (int)last.End)))
            {
                continue;
            }

            await FirstTwoAreThereAndAppendsGoOnAsync(torn, state, tornBytes: last.End - last.Position);
        }
    }

    [Fact]
    public async Task A_valid_block_of_the_same_commit_behind_a_torn_one_goes_too()
    {
        byte[] state;
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            await log.AppendEachAsync("one", "two");
            state = await ReadLockedAsync(State);
            EntrySize[] sizes = [new(70_000), new(70_000), new(5)];
            await log.AppendAsync(sizes, 0, (_, i, _, bytes) => bytes.Fill((byte)(i + 1)), LogContents.Cancellation);
        }

        var blocks = LogContents.Blocks(LogPath);
        var bytes = await File.ReadAllBytesAsync(LogContents.LastSegment(LogPath), LogContents.Cancellation);
        Assert.True(blocks.Count >= 5, "one commit is several blocks");
        bytes[blocks[2].Position + 100] ^= 1;

        await FirstTwoAreThereAndAppendsGoOnAsync(bytes, state, tornBytes: bytes.Length - blocks[2].Position);
    }

    /// <summary>Three blocks, and the state as it stood before the third was acknowledged.</summary>
    private async Task<(byte[] Whole, BlockHeader Last, byte[] State)> ThreeBlocksAsync()
    {
        byte[] state;
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            await log.AppendEachAsync("one", "two");
            state = await ReadLockedAsync(State);
            await log.AppendEachAsync("three, the last");
        }

        var blocks = LogContents.Blocks(LogPath);
        Assert.Equal([1, 1, 1], blocks.Select(block => block.Entries));
        return (await File.ReadAllBytesAsync(LogContents.LastSegment(LogPath), LogContents.Cancellation), blocks[2], state);
    }

    /// <summary>Not through File: it is locked against other openers.</summary>
    private async Task<byte[]> ReadLockedAsync(string path)
    {
        var copy = Path.Combine(_directory.Path, "copy");
        using var cp = System.Diagnostics.Process.Start("cp", [path, copy]);
        await cp.WaitForExitAsync(LogContents.Cancellation);
        return await File.ReadAllBytesAsync(copy, LogContents.Cancellation);
    }

    private async Task FirstTwoAreThereAndAppendsGoOnAsync(byte[] segment, byte[] state, long tornBytes)
    {
        await File.WriteAllBytesAsync(LogContents.LastSegment(LogPath), segment, LogContents.Cancellation);
        await File.WriteAllBytesAsync(State, state, LogContents.Cancellation);
        await using (var log = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            Assert.Empty(log.Recovery.Damage);
            Assert.Equal(2, log.Recovery.EndOffset);
            Assert.Equal(tornBytes, log.Recovery.TornBytes);
            Assert.Equal(["one", "two"], log.ReadAll());
            Assert.Equal(2, await log.AppendAsync("next"u8.ToArray(), LogContents.Cancellation));
        }

        Assert.Equal(["one", "two", "next"], await LogContents.ReadAllAsync(LogPath));
    }
}
