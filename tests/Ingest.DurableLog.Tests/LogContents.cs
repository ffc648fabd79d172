using System.Text;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Segments;

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

    public static string[] ReadAll(this DurableLog log, int pageBytes = 1 << 20)
    {
        var all = new List<string>();
        for (var next = log.StartOffset; log.Read(next, 10_000, pageBytes) is { Count: > 0 } page; next = page[^1].NextOffset)
        {
            foreach (var entry in page)
            {
                Assert.Equal(log.StartOffset + all.Count, entry.Offset);
                all.Add(Encoding.UTF8.GetString(entry.Data.Span));
            }
        }

        return [.. all];
    }

    public static async Task<string[]> ReadAllAsync(string path)
    {
        await using var log = await DurableLog.OpenAsync(path, cancellation: Cancellation);
        return log.ReadAll();
    }

    /// <summary>The file of the log's last segment.</summary>
    public static string LastSegment(string path) => Directory.GetFiles(path, "*" + Segment.Suffix).Order().Last();

    /// <summary>The headers of the blocks in the last segment of a closed log.</summary>
    public static List<BlockHeader> Blocks(string path)
    {
        var segment = LastSegment(path);
        var bytes = File.ReadAllBytes(segment);
        Assert.True(SegmentHeader.TryRead(bytes, out var header));
        using var file = LogFile.OpenToRead(segment);
        using var window = new BlockWindow(file, SegmentHeader.ChecksumOf(header.Identity, header.BaseOffset), bytes.Length, 4096);
        var blocks = new List<BlockHeader>();
        for (long position = SegmentHeader.Bytes; position < bytes.Length; position = blocks[^1].End)
        {
            blocks.Add(window.Read(position)!.Value);
        }

        return blocks;
    }
}
