using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests.Recovery;

public sealed class When_acknowledged_bytes_change : IDisposable
{
    private static readonly string[] Three = ["one", "two", "three"];

    private readonly TemporaryDirectory _directory = new();
    private string LogPath => Path.Combine(_directory.Path, "a");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_flipped_bit_of_a_block_even_the_last_fences_that_block_and_nothing_else(int flipped)
    {
        var (whole, blocks, files) = await ThreeBlocksAsync();
        for (var bit = blocks[flipped].Position * 8; bit < blocks[flipped].End * 8; bit++)
        {
            Restore(files);
            await File.WriteAllBytesAsync(LogContents.LastSegment(LogPath), Flip(whole, bit), LogContents.Cancellation);

            await using (var log = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation))
            {
                await OnlyThatOneIsLostAsync(log, flipped, blocks[flipped]);
                Assert.Equal(3, await log.AppendAsync("four"u8.ToArray(), LogContents.Cancellation));
            }

            await using var again = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);
            await OnlyThatOneIsLostAsync(again, flipped, blocks[flipped]);
            Assert.Equal("four", Text(again, 3));
        }
    }

    [Fact]
    public async Task Damage_of_the_last_block_shows_though_a_torn_one_stands_behind_it()
    {
        var (whole, blocks, files) = await ThreeBlocksAsync();
        Restore(files);
        await File.WriteAllBytesAsync(
            LogContents.LastSegment(LogPath), [.. Flip(whole, (blocks[2].Position + BlockHeader.Bytes) * 8), .. "IBK2 torn"u8], LogContents.Cancellation);

        await using var log = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);

        Assert.Equal(new LogDamage(2, 3, "00000000000000000000.log", blocks[2].Position, whole.Length + 9 - blocks[2].Position), Assert.Single(log.Recovery.Damage));
    }

    [Theory]
    [InlineData("header of the segment")]
    [InlineData("state")]
    [InlineData("index")]
    public async Task A_flipped_bit_anywhere_else_costs_nothing(string where)
    {
        var files = await TwoSegmentsAsync();
        var name = where switch { "state" => StateFile.Name, "index" => "00000000000000000000.index", _ => "00000000000000000000.log" };
        var length = where == "header of the segment" ? SegmentHeader.Bytes : files[name].Length;
        for (var position = 0; position < length; position += length > 100 ? 7 : 1)
        {
            Restore(files);
            await File.WriteAllBytesAsync(Path.Combine(LogPath, name), Flip(files[name], (position * 8) + (position % 8)), LogContents.Cancellation);

            Assert.Equal(Three, await LogContents.ReadAllAsync(LogPath));
        }
    }

    [Fact]
    public async Task What_lies_beside_the_segments_may_be_gone()
    {
        await TwoSegmentsAsync();
        File.Delete(Path.Combine(LogPath, StateFile.Name));
        File.Delete(Path.Combine(LogPath, "00000000000000000000.index"));

        Assert.Equal(Three, await LogContents.ReadAllAsync(LogPath));
        Assert.True(File.Exists(Path.Combine(LogPath, "00000000000000000000.index")));
    }

    [Fact]
    public async Task Damage_of_a_closed_segment_shows_when_it_is_read()
    {
        var files = await TwoSegmentsAsync();
        var name = "00000000000000000000.log";
        var second = SegmentHeader.Bytes + BlockHeader.Bytes + BlockHeader.EntryPrefixBytes + "one".Length;
        await File.WriteAllBytesAsync(Path.Combine(LogPath, name), Flip(files[name], (second + 60) * 8), LogContents.Cancellation);

        await using var log = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);

        Assert.Empty(log.Recovery.Damage);
        Assert.Equal("one", Text(log, 0));
        Assert.Equal((1, 2), Range(Assert.Throws<DurableLogDamagedException>(() => log.Read(1, 10, 1000))));
        Assert.Equal("three", Text(log, 2));
    }

    [Fact]
    public async Task A_segment_that_is_gone_is_fenced()
    {
        await TwoSegmentsAsync();
        await using (var log = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            await log.RollAsync(LogContents.Cancellation);
            await log.AppendEachAsync("four");
        }

        File.Delete(Path.Combine(LogPath, "00000000000000000002.log"));
        await using var reopened = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);

        Assert.Equal((2, 3), Range(Assert.Throws<DurableLogDamagedException>(() => reopened.Read(2, 10, 1000))));
        Assert.Equal("two", Text(reopened, 1));
        Assert.Equal("four", Text(reopened, 3));
    }

    /// <summary>Nobody reads over lost offsets without being told, wherever the missing file stood.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(0, 3)]
    public async Task A_read_does_not_step_over_segments_that_are_gone(int first, int next)
    {
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            foreach (var entry in Three)
            {
                await log.RollAsync(LogContents.Cancellation);
                await log.AppendEachAsync(entry);
            }
        }

        foreach (var offset in Enumerable.Range(first, next - first))
        {
            File.Delete(Path.Combine(LogPath, $"{offset:D20}.log"));
        }

        await using var reopened = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);
        await reopened.AppendEachAsync("four");

        string[] all = [.. Three, "four"];
        Assert.Equal((first, next), Assert.Single(reopened.Recovery.Damage.Select(damage => (damage.FirstOffset, damage.NextOffset))));
        Assert.Equal((first, next), Range(Assert.Throws<DurableLogDamagedException>(() => reopened.Read(first, 10, 1000))));
        Assert.Equal(all[next..], reopened.Read(next, 10, 1000).Select(Text));
        if (first > 0)
        {
            Assert.Equal(all[..first], reopened.Read(0, 10, 1000).Select(Text));
        }
    }

    [Fact]
    public async Task A_bit_that_flips_while_the_log_is_open_is_reported_to_the_reader()
    {
        await using var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation);
        await log.AppendEachAsync(Three);
        var second = SegmentHeader.Bytes + BlockHeader.Bytes + BlockHeader.EntryPrefixBytes + "one".Length;

        // The block's first offset, 1, becomes 0: as if offset 1 were not in it.
        using (var file = LogFile.Open(LogContents.LastSegment(LogPath)))
        {
            RandomAccess.Write(file, [0], second + 24);
        }

        Assert.Equal((1, 2), Range(Assert.Throws<DurableLogDamagedException>(() => log.Read(1, 10, 1000))));
        Assert.Equal("one", Text(log, 0));
        Assert.Equal("three", Text(log, 2));
    }

    [Fact]
    public async Task A_block_of_another_log_inside_an_entry_is_not_taken_for_one_of_this()
    {
        byte[] state;
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            state = new byte[2048];

            // Where the entry's bytes will stand, a block that would say that much more was acknowledged.
            var position = SegmentHeader.Bytes + BlockHeader.Bytes + BlockHeader.EntryPrefixBytes;
            var forged = new byte[BlockHeader.Bytes];
            new BlockHeader(position, position, 0, 1, 0, 0, 0).Write(forged, SegmentHeader.ChecksumOf(Guid.Empty, 0));
            await log.AppendAsync(forged, LogContents.Cancellation);
        }

        await File.WriteAllBytesAsync(Path.Combine(LogPath, StateFile.Name), state, LogContents.Cancellation);
        var bytes = await File.ReadAllBytesAsync(LogContents.LastSegment(LogPath), LogContents.Cancellation);
        await File.WriteAllBytesAsync(LogContents.LastSegment(LogPath), Flip(bytes, SegmentHeader.Bytes * 8), LogContents.Cancellation);

        await using var torn = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);
        Assert.Equal(0, torn.EndOffset);
    }

    private static byte[] Flip(byte[] bytes, long bit)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        return flipped;
    }

    private static string Text(DurableLog log, long offset) => Text(log.Read(offset, 1, 1)[0]);

    private static string Text(LogEntry entry) => System.Text.Encoding.UTF8.GetString(entry.Data.Span);

    private static (long, long) Range(DurableLogDamagedException damaged) => (damaged.Damage.FirstOffset, damaged.Damage.NextOffset);

    private static Task OnlyThatOneIsLostAsync(DurableLog log, int lost, BlockHeader block)
    {
        Assert.Equal(new LogDamage(lost, lost + 1, "00000000000000000000.log", block.Position, block.End - block.Position), Assert.Single(log.Recovery.Damage));
        Assert.Equal((lost, lost + 1), Range(Assert.Throws<DurableLogDamagedException>(() => log.Read(lost, 10, 1000))));
        Assert.All(Enumerable.Range(0, 3).Where(offset => offset != lost), offset => Assert.Equal(Three[offset], Text(log, offset)));
        return Task.CompletedTask;
    }

    private void Restore(Dictionary<string, byte[]> files)
    {
        foreach (var file in Directory.EnumerateFiles(LogPath))
        {
            File.Delete(file);
        }

        foreach (var (name, bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(LogPath, name), bytes);
        }
    }

    private async Task<(byte[] Whole, List<BlockHeader> Blocks, Dictionary<string, byte[]> Files)> ThreeBlocksAsync()
    {
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            await log.AppendEachAsync(Three);
        }

        return (await File.ReadAllBytesAsync(LogContents.LastSegment(LogPath), LogContents.Cancellation), LogContents.Blocks(LogPath), Files());
    }

    private async Task<Dictionary<string, byte[]>> TwoSegmentsAsync()
    {
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            await log.AppendEachAsync("one", "two");
            await log.RollAsync(LogContents.Cancellation);
            await log.AppendEachAsync("three");
        }

        return Files();
    }

    private Dictionary<string, byte[]> Files() => Directory.EnumerateFiles(LogPath).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
}
