using System.Text.Json;
using Ingest.Emulator;
using Spectre.Console;

namespace Ingest.Local.Demo;

/// <summary>Waits until every acknowledged position is in what the worker serves.</summary>
internal static class CaughtUp
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A path that brings nothing further for so long is stuck.</summary>
    private static readonly TimeSpan StandstillMax = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">Nothing has moved for a minute; what is missing is in the text.</exception>
    public static Task<WorkerProgress> WaitAsync(HttpClient worker, EmulatorReport report, TimeProvider time, CancellationToken cancellation) =>
        AnsiConsole.Status().StartAsync("waiting until both paths have caught up", async _ =>
        {
            var moved = time.GetTimestamp();
            var before = "";
            while (true)
            {
                var answer = await worker.GetStringAsync("/analytics/pinterest/progress", cancellation);
                var progress = JsonSerializer.Deserialize<WorkerProgress>(answer, JsonSerializerOptions.Web)!;
                var missing = progress.Missing(report);
                if (missing.Count == 0)
                {
                    return progress;
                }

                if (answer != before)
                {
                    (before, moved) = (answer, time.GetTimestamp());
                }
                else if (time.GetElapsedTime(moved) > StandstillMax)
                {
                    throw new TimeoutException($"Acknowledged, and not in the results after {StandstillMax.TotalSeconds} s: {string.Join(", ", missing)}");
                }

                await Task.Delay(Pause, time, cancellation);
            }
        });
}
