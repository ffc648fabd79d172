using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ingest.Benchmarks.Kafka;
using Ingest.DurableLog;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.Benchmarks.Log;

/// <summary>The durable log beside bare loops that write and flush to a file: what its care costs.</summary>
/// <remarks>
/// One loop writes what the log wrote: commits of the same sizes, in the same order. The other one has always the bytes of all writers
/// in hand; a log cannot, since its writers are told one after the other and it does not wait for the last.
/// </remarks>
internal sealed class BareLoopBench(int rounds)
{
    /// <summary>Writers that each wait for their entry before the next, the size of an entry, and how many bytes in all.</summary>
    private static readonly (int Writers, int EntryBytes, long Bytes)[] Loads =
        [(1, 4 << 10, 16L << 20), (1, 64 << 10, 64L << 20), (1, 1 << 20, 512L << 20), (64, 1 << 10, 64L << 20), (64, 16 << 10, 512L << 20)];

    public async Task RunAsync()
    {
        var results = Loads.ToDictionary(load => load, _ => new List<Round>());
        await RoundAsync(Loads[0], false); // compiles
        for (var round = 0; round < rounds; round++)
        {
            foreach (var load in Loads)
            {
                results[load].Add(await RoundAsync(load, wholeFirst: round % 2 == 0));
            }
        }

        Report.Head("The durable log beside a bare loop", $"dotnet run -c Release --project bench/Ingest.Benchmarks -- log {rounds}");
        Console.WriteLine($"The same commits: a loop that writes and flushes blocks of the sizes that the log just wrote. Whole rounds: one that always has the bytes of all writers in hand. {rounds} interleaved rounds, medians, in brackets the lowest and highest.");
        Console.WriteLine();
        Report.Row("writers × entry", "a commit, KiB", "log, MB/s", "same commits, MB/s", "ratio", "whole rounds, MB/s", "ratio");
        Report.Row("---", "---", "---", "---", "---", "---", "---");
        foreach (var (load, all) in results)
        {
            var (log, same, whole) = (Rates(all, round => round.Log), Rates(all, round => round.Same), Rates(all, round => round.Whole));
            Report.Row(
                $"{load.Writers} × {load.EntryBytes >> 10} KiB", Report.Number(Report.Median(Rates(all, round => round.CommitBytes / 1024)), 1), Report.Rate(log),
                Report.Rate(same), Report.Number(Report.Median(Rates(all, round => round.Log / round.Same)), 2),
                Report.Rate(whole), Report.Number(Report.Median(Rates(all, round => round.Log / round.Whole)), 2));
        }
    }

    private static List<double> Rates(List<Round> rounds, Func<Round, double> rate) => [.. rounds.Select(rate)];

    private static async Task<Round> RoundAsync((int Writers, int EntryBytes, long Bytes) load, bool wholeFirst)
    {
        double Whole() => Bare(Enumerable.Repeat(load.Writers * load.EntryBytes, (int)(load.Bytes / load.Writers / load.EntryBytes)));
        var before = wholeFirst ? Whole() : 0;
        var (log, commits) = await LogAsync(load.Writers, load.EntryBytes, load.Bytes);
        var same = Bare(commits);
        return new Round(log, same, wholeFirst ? before : Whole(), commits.Average());
    }

    private static async Task<(double Rate, List<int> Commits)> LogAsync(int writers, int entryBytes, long bytes)
    {
        var directory = Directory.CreateTempSubdirectory("ingest-bench-").FullName;
        var entry = new byte[entryBytes];
        new Random(3).NextBytes(entry);
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var commits = new List<int>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => ListenTo(instrument, self) };
        listener.SetMeasurementEventCallback<long>((_, length, _, _) => commits.Add((int)length)); // from one writer thread at a time
        listener.Start();
        await using var log = await DurableLog.DurableLog.OpenOrCreateAsync(Path.Combine(directory, "log"), new()
        {
            SegmentBytesMin = 1 << 30,
            SegmentBytesMax = 1 << 30,
            Metrics = new DurableLogMetrics(meters.GetRequiredService<IMeterFactory>(), TimeProvider.System),
        });
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
        return (rate, commits);
    }

    private static void ListenTo(Instrument instrument, MeterListener listener)
    {
        if (instrument.Name == "ingest.durable_log.bytes")
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static double Bare(IEnumerable<int> commits)
    {
        var directory = Directory.CreateTempSubdirectory("ingest-bench-").FullName;
        var sizes = commits.ToArray();
        var block = new byte[sizes.Max()];
        new Random(3).NextBytes(block);
        using var file = File.OpenHandle(Path.Combine(directory, "file"), FileMode.CreateNew, FileAccess.Write);
        var clock = Stopwatch.StartNew();
        long position = 0;
        foreach (var size in sizes)
        {
            RandomAccess.Write(file, block.AsSpan(0, size), position);
            RandomAccess.FlushToDisk(file);
            position += size;
        }

        var rate = position / 1e6 / clock.Elapsed.TotalSeconds;
        file.Dispose();
        Directory.Delete(directory, recursive: true);
        return rate;
    }

    private sealed record Round(double Log, double Same, double Whole, double CommitBytes);
}
