using CsCheck;
using Ingest.DurableLog.Format;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests;

/// <summary>Random runs of appends, reads, clean and unclean ends against a plain list; CsCheck prints the seed of a failure.</summary>
public sealed class When_anything_is_done_to_a_log
{
    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (6, Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, 100_000]).Array[1, 6].Select(Step (lengths) => new Append(lengths))),
        (3, Gen.Int[1, 20].Select(Step (writers) => new AppendTogether(writers))),
        (4, Gen.Select(Gen.Double.Unit, Gen.Int[1, 50], Gen.Int[0, 200_000], Step (from, records, bytes) => new Read(from, records, bytes))),
        (1, Gen.Const<Step>(new Reopen())),
        (1, Gen.Int[0, 500].Select(Step (torn) => new Crash(torn))));

    private interface Step;

    [Fact]
    public Task It_holds_what_a_list_would_hold() => AnyStep.Array[1, 30].SampleAsync(RunAsync, iter: 60, threads: 1);

    private static async Task RunAsync(Step[] steps)
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "a.log");
        var model = new List<byte[]>();
        var log = await DurableLog.OpenOrCreateAsync(path);
        try
        {
            foreach (var step in steps)
            {
                log = await ApplyAsync(step, log, model, path);
                Assert.Equal(model.Count, log.Count);
            }

            await CheckReadAsync(log, model, 0, int.MaxValue, int.MaxValue);
        }
        finally
        {
            await log.DisposeAsync();
        }
    }

    private static async Task<DurableLog> ApplyAsync(Step step, DurableLog log, List<byte[]> model, string path)
    {
        switch (step)
        {
            case Append append:
                var records = append.Lengths.Select((length, i) => Record(model.Count + i, length)).ToArray();
                Assert.Equal(model.Count, await log.AppendAsync(append.Lengths, records, (all, i, _, bytes) => all[i].CopyTo(bytes)));
                model.AddRange(records);
                return log;
            case AppendTogether together:
                var first = model.Count;
                model.AddRange(Enumerable.Range(0, together.Writers).Select(i => Record(first + i, 50 + i)));
                await Task.WhenAll(model.Skip(first).Select(record => log.AppendAsync(record)));
                return log;
            case Read read:
                await CheckReadAsync(log, model, (int)(read.From * (model.Count + 1)), read.Records, read.Bytes);
                return log;
            case Reopen:
                await log.DisposeAsync();
                return await DurableLog.OpenAsync(path);
            default:
                await log.DisposeAsync();
                return await ReopenAfterCrashAsync(path, ((Crash)step).TornBytes);
        }
    }

    /// <summary>As if the process had died while it wrote a block over the seal: anything may stand behind the last flush.</summary>
    private static async Task<DurableLog> ReopenAfterCrashAsync(string path, int tornBytes)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        var torn = Record(tornBytes, tornBytes);
        await File.WriteAllBytesAsync(path, [.. bytes[..^BlockHeader.Bytes], .. torn]);
        var log = await DurableLog.OpenAsync(path);
        Assert.Equal(tornBytes, log.Recovery.TornBytes);
        return log;
    }

    private static async Task CheckReadAsync(DurableLog log, List<byte[]> model, int from, int maxRecords, int maxBytes)
    {
        var read = await log.ReadAsync(from, maxRecords, maxBytes);
        long bytes = 0;
        var expected = model.Skip(from).TakeWhile((record, i) => (i == 0 || (i < maxRecords && bytes + record.Length <= maxBytes)) && Add(record)).ToArray();
        Assert.Equal(expected.Length, read.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(from + i, read[i].Index);
            Assert.True(expected[i].AsSpan().SequenceEqual(read[i].Data.Span));
        }

        bool Add(byte[] record)
        {
            bytes += record.Length;
            return true;
        }
    }

    private static byte[] Record(int seed, int length)
    {
        var record = new byte[length];
        new Random(seed).NextBytes(record);
        return record;
    }

    private sealed record Append(int[] Lengths) : Step;

    private sealed record AppendTogether(int Writers) : Step;

    private sealed record Read(double From, int Records, int Bytes) : Step;

    private sealed record Reopen : Step;

    private sealed record Crash(int TornBytes) : Step;
}
