using System.Globalization;
using Ingest.Emulator;
using Spectre.Console;

namespace Ingest.Local.Demo;

/// <summary>The folder of objects that a submitted run reads: a run sees what is there when it begins, so all must be.</summary>
internal static class SparkBucket
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until the objects hold every acknowledged offset.</summary>
    /// <exception cref="TimeoutException">They do not within a minute.</exception>
    public static Task WaitAsync(string bucket, EmulatorReport report, TimeProvider time, CancellationToken cancellation) =>
        AnsiConsole.Status().StartAsync("waiting until the sink has written all records", async _ =>
        {
            var started = time.GetTimestamp();
            while (report.TopicPositions.FirstOrDefault(position => !Holds(bucket, position)) is { } missing)
            {
                if (time.GetElapsedTime(started) > Limit)
                {
                    throw new TimeoutException($"{missing.Topic}/{missing.Partition} offset {missing.Offset} is not in the bucket after {Limit.TotalSeconds} s.");
                }

                await Task.Delay(Pause, time, cancellation);
            }
        });

    /// <summary>Objects are named for their first offset and hold a line per offset.</summary>
    private static bool Holds(string bucket, TopicPosition position)
    {
        var folder = new DirectoryInfo(Path.Combine(bucket, "topics", position.Topic, $"partition={position.Partition}"));
        var last = folder.Exists ? folder.EnumerateFiles("*.json").MaxBy(file => file.Name, StringComparer.Ordinal) : null;
        return last is not null && FirstOffset(last) + File.ReadLines(last.FullName).Count() > position.Offset;
    }

    private static long FirstOffset(FileInfo file)
    {
        var name = Path.GetFileNameWithoutExtension(file.Name);
        return long.Parse(name.AsSpan(name.LastIndexOf('+') + 1), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
