using Ingest.DurableLog.Format;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests.Recovery;

public sealed class When_the_last_block_is_torn : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private string LogPath => Path.Combine(_directory.Path, "a.log");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Cut_off_at_any_byte_it_goes_and_the_rest_stays()
    {
        var (whole, last) = await ThreeBlocksAsync();
        for (var length = (int)last.Position; length < last.End; length++)
        {
            await File.WriteAllBytesAsync(LogPath, whole[..length], LogContents.Cancellation);

            await FirstTwoAreThereAndAppendsGoOnAsync(tornBytes: length - last.Position);
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xA5)]
    public async Task Not_written_from_any_byte_on_it_goes_and_the_rest_stays(byte filler)
    {
        var (whole, last) = await ThreeBlocksAsync();
        for (var written = 0; written < last.End - last.Position; written++)
        {
            var torn = whole[..(int)last.End];
            torn.AsSpan((int)last.Position + written).Fill(filler);
            if (torn.AsSpan().SequenceEqual(whole.AsSpan(0, (int)last.End)))
            {
                continue;
            }

            await File.WriteAllBytesAsync(LogPath, torn, LogContents.Cancellation);

            await FirstTwoAreThereAndAppendsGoOnAsync(tornBytes: last.End - last.Position);
        }
    }

    [Fact]
    public async Task A_seal_whose_place_the_block_was_to_take_does_not_hide_the_rest()
    {
        var (whole, last) = await ThreeBlocksAsync();
        await File.WriteAllBytesAsync(LogPath, whole[..(int)last.Position], LogContents.Cancellation);
        await using (await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation))
        {
        }

        var overwritten = (await File.ReadAllBytesAsync(LogPath, LogContents.Cancellation))
            .Concat(whole[((int)last.Position + BlockHeader.Bytes)..(int)last.End]).ToArray();
        await File.WriteAllBytesAsync(LogPath, overwritten, LogContents.Cancellation);

        await FirstTwoAreThereAndAppendsGoOnAsync(tornBytes: last.PayloadBytes);
    }

    [Fact]
    public async Task A_valid_block_of_the_same_round_behind_a_torn_one_goes_too()
    {
        var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation);
        await log.AppendEachAsync("one", "two");
        await log.AppendAsync(new[] { 70_000, 70_000, 5 }, 0, (_, i, _, bytes) => bytes.Fill((byte)i), LogContents.Cancellation);
        await log.DisposeAsync();
        var blocks = await LogContents.BlocksAsync(LogPath);
        var bytes = await File.ReadAllBytesAsync(LogPath, LogContents.Cancellation);
        Assert.True(blocks.Count >= 6, "one round is several blocks");
        bytes[blocks[2].Position + 100] ^= 1;
        await File.WriteAllBytesAsync(LogPath, bytes[..(int)blocks[^1].Position], LogContents.Cancellation);

        await FirstTwoAreThereAndAppendsGoOnAsync(tornBytes: blocks[^1].Position - blocks[2].Position);
    }

    private async Task<(byte[] Whole, BlockHeader Last)> ThreeBlocksAsync()
    {
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            await log.AppendEachAsync("one", "two", "three, the last");
        }

        var blocks = await LogContents.BlocksAsync(LogPath);
        Assert.Equal([1, 1, 1, 0], blocks.Select(block => block.Records));
        return (await File.ReadAllBytesAsync(LogPath, LogContents.Cancellation), blocks[2]);
    }

    private async Task FirstTwoAreThereAndAppendsGoOnAsync(long tornBytes)
    {
        await using (var log = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            Assert.Equal(2, log.Recovery.Records);
            Assert.Equal(tornBytes, log.Recovery.TornBytes);
            Assert.Equal(["one", "two"], await log.ReadAllAsync());
            Assert.Equal(2, await log.AppendAsync("next"u8.ToArray(), LogContents.Cancellation));
        }

        Assert.Equal(["one", "two", "next"], await LogContents.ReadAllAsync(LogPath));
    }
}
