using CsCheck;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Segments;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests;

/// <summary>Random runs of everything a log can do, against a plain list; CsCheck prints the seed of a failure.</summary>
public sealed class When_anything_is_done_to_a_log
{
    private static readonly DurableLogOptions Options = new() { SegmentBytesMin = 4 << 10, SegmentBytesMax = 64 << 10 };

    private static readonly Gen<EntrySize> AnyEntry =
        Gen.Select(Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, 20_000]), Gen.Int[1, 5], Gen.Long[0, 1000], (bytes, offsets, time) => new EntrySize(bytes, offsets, time));

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (8, AnyEntry.Array[1, 6].Select(Step (entries) => new Append(entries))),
        (3, Gen.Int[1, 20].Select(Step (writers) => new AppendTogether(writers))),
        (5, Gen.Select(Gen.Double.Unit, Gen.Int[1, 50], Gen.Int[0, 200_000], Step (from, entries, bytes) => new Read(from, entries, bytes))),
        (2, Gen.Long[0, 1001].Select(Step (time) => new Find(time))),
        (1, Gen.Const<Step>(new Roll())),
        (1, Gen.Double.Unit.Select(Step (part) => new Truncate(part))),
        (1, Gen.Long[0, 60_000].Select(Step (bytes) => new Retain(bytes))),
        (1, Gen.Int[2, 5].Select(Step (keep) => new Compact(keep))),
        (1, Gen.Const<Step>(new Reopen())),
        (1, Gen.Int[0, 500].Select(Step (torn) => new Crash(torn))));

    private interface Step;

    [Fact]
    public Task It_holds_what_a_list_would_hold() => AnyStep.Array[1, 40].SampleAsync(RunAsync, iter: 120, threads: 1);

    private static async Task RunAsync(Step[] steps)
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "a");
        var model = new LogModel();
        var log = await DurableLog.OpenOrCreateAsync(path, Options);
        try
        {
            foreach (var step in steps)
            {
                log = await ApplyAsync(step, log, model, path);
                Assert.Equal((model.Start, model.End), (log.StartOffset, log.EndOffset));
            }

            CheckRead(log, model, model.Start, int.MaxValue, int.MaxValue);
        }
        finally
        {
            await log.DisposeAsync();
        }
    }

    private static async Task<DurableLog> ApplyAsync(Step step, DurableLog log, LogModel model, string path)
    {
        switch (step)
        {
            case Append(var sizes):
                var first = model.End;
                var data = sizes.Select((size, i) => model.Append(size, Bytes((int)first + i, size.Bytes)).Data).ToArray();
                Assert.Equal(first, await log.AppendAsync(sizes, data, (all, i, _, bytes) => all[i].CopyTo(bytes)));
                return log;
            case AppendTogether(var writers):
                await Task.WhenAll(Enumerable.Range(0, writers).Select(i => model.Append(new EntrySize(50 + i, 1, 500), Bytes(i, 50 + i)))
                    .ToArray().Select(entry => log.AppendAsync(new[] { new EntrySize(entry.Data.Length, 1, 500) }, entry.Data, (bytes, _, _, to) => bytes.CopyTo(to))));
                return log;
            case Read(var from, var entries, var bytes):
                CheckRead(log, model, model.Start + (long)(from * (model.End - model.Start + 1)), entries, bytes);
                return log;
            case Find(var time):
                Assert.Equal(model.Readable.FirstOrDefault(entry => entry.Timestamp >= time)?.Offset, log.FindByTimestamp(time)?.Offset);
                Assert.Equal(model.Readable.OrderByDescending(entry => entry.Timestamp).FirstOrDefault()?.Offset, log.FindLatestTimestamp()?.Offset);
                return log;
            case Roll:
                await log.RollAsync();
                return log;
            case Reopen:
                await log.DisposeAsync();
                return await DurableLog.OpenAsync(path, Options);
            case Crash(var torn):
                await log.DisposeAsync();
                return await ReopenAfterCrashAsync(path, torn);
            default:
                await MaintainAsync(step, log, model);
                return log;
        }
    }

    private static async Task MaintainAsync(Step step, DurableLog log, LogModel model)
    {
        switch (step)
        {
            case Truncate(var part):
                var offset = model.Start + (long)(part * (model.End - model.Start));
                await log.TruncateBeforeAsync(offset);
                model.MoveStart(offset);
                break;
            case Retain(var bytes):
                var before = log.Bytes;
                await log.ApplyRetentionAsync(bytes, null);
                Assert.True(log.Bytes >= Math.Min(before, bytes));
                model.MoveStart(log.StartOffset);
                break;
            case Compact(var keep):
                // Entries that lie before the end of the last closed segment are subject to it; the log says which it dropped.
                await log.RollAsync();
                await log.CompactAsync(log.EndOffset, entry => entry.Offset % keep == 0 ? RewrittenEntry.Dropped : RewrittenEntry.With(entry.Data));
                model.Drop(entry => entry.Offset % keep == 0);
                break;
            default:
                throw new InvalidOperationException($"{step} is no step.");
        }
    }

    /// <summary>As if the process had died while it wrote a block: anything may stand behind the last acknowledged one.</summary>
    private static async Task<DurableLog> ReopenAfterCrashAsync(string path, int tornBytes)
    {
        var torn = Bytes(tornBytes, tornBytes).Append((byte)1).ToArray();
        using (var file = LogFile.Open(Directory.GetFiles(path, "*" + Segment.Suffix).Order().Last()))
        {
            RandomAccess.Write(file, torn, RandomAccess.GetLength(file));
        }

        var log = await DurableLog.OpenAsync(path, Options);
        Assert.Equal(torn.Length, log.Recovery.TornBytes);
        Assert.Empty(log.Recovery.Damage);
        return log;
    }

    private static void CheckRead(DurableLog log, LogModel model, long from, int maxEntries, int maxBytes)
    {
        var expected = model.Read(from, maxEntries, maxBytes);
        var read = log.Read(from, maxEntries, maxBytes);
        Assert.Equal(expected.Select(entry => (entry.Offset, entry.NextOffset, entry.Timestamp)), read.Select(entry => (entry.Offset, entry.NextOffset, entry.Timestamp)));
        Assert.All(expected.Zip(read), pair => Assert.True(pair.First.Data.AsSpan().SequenceEqual(pair.Second.Data.Span)));
    }

    private static byte[] Bytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private sealed record Append(EntrySize[] Entries) : Step;

    private sealed record AppendTogether(int Writers) : Step;

    private sealed record Read(double From, int Entries, int Bytes) : Step;

    private sealed record Find(long Time) : Step;

    private sealed record Roll : Step;

    private sealed record Truncate(double Part) : Step;

    private sealed record Retain(long Bytes) : Step;

    private sealed record Compact(int Keep) : Step;

    private sealed record Reopen : Step;

    private sealed record Crash(int TornBytes) : Step;
}
