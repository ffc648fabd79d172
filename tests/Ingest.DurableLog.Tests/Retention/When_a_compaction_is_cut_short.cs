using Ingest.DurableLog.Files;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests.Retention;

/// <summary>As if the process had died after each step: the draft, the new segment, its index, each old file removed.</summary>
public sealed class When_a_compaction_is_cut_short : IDisposable
{
    private static readonly string[] Before = ["0", "1", "2", "3", "4", "5"];
    private static readonly string[] After = ["1", "3", "5"];

    private readonly TemporaryDirectory _directory = new();
    private string LogPath => Path.Combine(_directory.Path, "a");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_log_holds_all_that_it_held_or_what_was_to_stay_and_appends_go_on()
    {
        var (old, compacted) = await CompactAsync();
        var made = compacted.Keys.Except(old.Keys).OrderByDescending(name => name.EndsWith(".log", StringComparison.Ordinal)).ToArray();
        var removed = old.Keys.Except(compacted.Keys).Order().ToArray();
        Assert.Equal(["00000000000000000000.1.log", "00000000000000000000.1.index"], made);
        Assert.Equal(6, removed.Length);

        var files = new Dictionary<string, byte[]>(old) { [made[0] + LogFile.DraftSuffix] = compacted[made[0]][..20] };
        await HoldsAsync(files, Before);
        Assert.False(File.Exists(Path.Combine(LogPath, made[0] + LogFile.DraftSuffix)));

        files = new Dictionary<string, byte[]>(old);
        foreach (var name in made)
        {
            files[name] = compacted[name];
            await HoldsAsync(files, After);
        }

        foreach (var name in removed)
        {
            files.Remove(name);
            await HoldsAsync(files, After);
            Assert.All(removed, left => Assert.False(File.Exists(Path.Combine(LogPath, left)), left));
        }
    }

    /// <summary>Three closed segments of two entries each become one.</summary>
    private async Task<(Dictionary<string, byte[]> Old, Dictionary<string, byte[]> Compacted)> CompactAsync()
    {
        await using (var log = await DurableLog.OpenOrCreateAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            foreach (var pair in Before.Chunk(2))
            {
                await log.AppendEachAsync(pair);
                await log.RollAsync(LogContents.Cancellation);
            }
        }

        var old = Files();
        await using (var log = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation))
        {
            await log.CompactAsync(log.EndOffset, entry => entry.Offset % 2 == 0 ? RewrittenEntry.Dropped : RewrittenEntry.With(entry.Data), LogContents.Cancellation);
        }

        return (old, Files());
    }

    private async Task HoldsAsync(Dictionary<string, byte[]> files, string[] expected)
    {
        foreach (var file in Directory.EnumerateFiles(LogPath))
        {
            File.Delete(file);
        }

        foreach (var (name, bytes) in files)
        {
            await File.WriteAllBytesAsync(Path.Combine(LogPath, name), bytes, LogContents.Cancellation);
        }

        await using var log = await DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation);
        Assert.Empty(log.Recovery.Damage);
        Assert.Equal(6, await log.AppendAsync("6"u8.ToArray(), LogContents.Cancellation));
        Assert.Equal([.. expected, "6"], log.Read(0, 10, 1000).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Data.Span)));
    }

    private Dictionary<string, byte[]> Files() => Directory.EnumerateFiles(LogPath).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllBytes);
}
