using System.Text;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Reading;

namespace Ingest.DurableLog.Tests;

/// <summary>Fills logs and looks at what they hold.</summary>
internal static class LogContents
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Appends each text and awaits it, so that each is a block of its own.</summary>
    public static async Task AppendEachAsync(this DurableLog log, params string[] records)
    {
        foreach (var record in records)
        {
            await log.AppendAsync(Encoding.UTF8.GetBytes(record), Cancellation);
        }
    }

    public static async Task<string[]> ReadAllAsync(this DurableLog log, int pageBytes = 1 << 20)
    {
        var all = new List<string>();
        while (await log.ReadAsync(all.Count, 10_000, pageBytes, Cancellation) is { Count: > 0 } page)
        {
            foreach (var record in page)
            {
                Assert.Equal(all.Count, record.Index);
                all.Add(Encoding.UTF8.GetString(record.Data.Span));
            }
        }

        return [.. all];
    }

    public static async Task<string[]> ReadAllAsync(string path)
    {
        await using var log = await DurableLog.OpenAsync(path, cancellation: Cancellation);
        return await log.ReadAllAsync();
    }

    /// <summary>The headers of the blocks in a closed log, its seal the last.</summary>
    public static async Task<List<BlockHeader>> BlocksAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path, Cancellation);
        Assert.True(FileHeader.TryRead(bytes, out var seed));
        using var file = new LogFile(LogFile.OpenExisting(path));
        var reader = new BlockReader(file, seed, bytes.Length, 4096);
        var blocks = new List<BlockHeader>();
        for (long position = FileHeader.Bytes; position < bytes.Length; position = blocks[^1].End)
        {
            blocks.Add((await reader.ReadAsync(position, Cancellation))!.Value);
        }

        return blocks;
    }
}
