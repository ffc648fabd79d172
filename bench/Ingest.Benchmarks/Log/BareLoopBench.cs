using System.Diagnostics;
using Ingest.Benchmarks.Kafka;

namespace Ingest.Benchmarks.Log;

/// <summary>The durable log beside a bare loop that writes and flushes blocks of the same size to a file: what its care costs.</summary>
internal sealed class BareLoopBench(int rounds)
{
    /// <summary>Writers that each wait for their entry before the next, the size of an entry, and how many bytes in all.</summary>
    private static readonly (int Writers, int EntryBytes, long Bytes)[] Loads =
        [(1, 4 << 10, 8L << 20), (1, 64 << 10, 64L << 20), (1, 1 << 20, 512L << 20), (64, 1 << 10, 64L << 20), (64, 16 << 10, 512L << 20)];

    public async Task RunAsync()
    {
        var rates = Loads.ToDictionary(load => load, _ => (Log: new List<double>(), Bare: new List<double>()));
        for (var round = 0; round < rounds; round++)
        {
            foreach (var load in Loads)
            {
                // Alternating, so that neither always comes first.
                if (round % 2 == 0)
                {
                    rates[load].Log.Add(await LogAsync(load.Writers, load.EntryBytes, load.Bytes));
                    rates[load].Bare.Add(Bare(load.Writers * load.EntryBytes, load.Bytes));
                }
                else
                {
                    rates[load].Bare.Add(Bare(load.Writers * load.EntryBytes, load.Bytes));
                    rates[load].Log.Add(await LogAsync(load.Writers, load.EntryBytes, load.Bytes));
                }
            }
        }

        Report.Head("The durable log beside a bare loop", $"dotnet run -c Release --project bench/Ingest.Benchmarks -- log {rounds}");
        Console.WriteLine($"The loop writes and flushes blocks of the bytes that all writers have waiting; {rounds} interleaved rounds, medians, in brackets the lowest and highest.");
        Console.WriteLine();
        Report.Row("writers × entry", "log, MB/s", "bare loop, MB/s", "ratio");
        Report.Row("---", "---", "---", "---");
        foreach (var (load, (log, bare)) in rates)
        {
            Report.Row($"{load.Writers} × {load.EntryBytes >> 10} KiB", Report.Rate(log), Report.Rate(bare), Report.Number(Report.Median(log) / Report.Median(bare), 2));
        }
    }

    private static async Task<double> LogAsync(int writers, int entryBytes, long bytes)
    {
        var directory = Directory.CreateTempSubdirectory("ingest-bench-").FullName;
        var entry = new byte[entryBytes];
        new Random(3).NextBytes(entry);
        await using var log = await DurableLog.DurableLog.OpenOrCreateAsync(Path.Combine(directory, "log"), new() { SegmentBytesMin = 1 << 30, SegmentBytesMax = 1 << 30 });
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async _ =>
        {
            for (var left = bytes / writers / entryBytes; left > 0; left--)
            {
                await log.AppendAsync(entry);
            }
        }));
        var rate = bytes / 1e6 / clock.Elapsed.TotalSeconds;
        await log.DisposeAsync();
        Directory.Delete(directory, recursive: true);
        return rate;
    }

    private static double Bare(int blockBytes, long bytes)
    {
        var directory = Directory.CreateTempSubdirectory("ingest-bench-").FullName;
        var block = new byte[blockBytes];
        new Random(3).NextBytes(block);
        using var file = File.OpenHandle(Path.Combine(directory, "file"), FileMode.CreateNew, FileAccess.Write);
        var clock = Stopwatch.StartNew();
        for (long position = 0; position < bytes; position += blockBytes)
        {
            RandomAccess.Write(file, block, position);
            RandomAccess.FlushToDisk(file);
        }

        var rate = bytes / 1e6 / clock.Elapsed.TotalSeconds;
        file.Dispose();
        Directory.Delete(directory, recursive: true);
        return rate;
    }
}
