using Ingest.Emulator;
using Ingest.Local.Emulation;
using Ingest.Local.Stack;
using Spectre.Console;

namespace Ingest.Local.Demo;

/// <summary>Sends events, waits until both paths have caught up with them, shows and writes what came out.</summary>
internal static class DemoRun
{
    /// <returns>0, or 1 when a record was not acknowledged or a submitted run failed, and then no answers are shown.</returns>
    public static async Task<int> RunAsync(Endpoints endpoints, DemoOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var report = await EmulatorView.RunAsync(
            new EmulatorOptions
            {
                Url = endpoints.Gateway,
                UserId = options.UserId,
                Events = options.Events,
                Seed = options.Seed,
                SourceDirectory = options.DataDirectory,
            },
            time,
            cancellation);
        if (!report.Succeeded)
        {
            return 1;
        }

        if (report.Events < options.Events)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{options.DataDirectory} holds {report.Events} events, not {options.Events}[/]");
        }

        using var worker = new HttpClient { BaseAddress = endpoints.Worker };
        var sent = time.GetTimestamp();
        if (options.SparkBucket is { } bucket)
        {
            await SparkBucket.WaitAsync(bucket, report, time, cancellation);
            using var gateway = new HttpClient { BaseAddress = endpoints.Gateway };
            if (!await SubmittedRun.CarryOutAsync(gateway, bucket, time, cancellation))
            {
                return 1;
            }
        }

        var progress = await CaughtUp.WaitAsync(worker, report, time, cancellation);
        AnsiConsole.MarkupLineInterpolated($"both paths have caught up {time.GetElapsedTime(sent).TotalSeconds:0.0} s after the last event");

        var results = await DemoResults.ReadAsync(worker, progress, cancellation);
        ResultTables.Show(results);
        if (options.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, results.ToJson() + "\n", cancellation);
        }

        return 0;
    }
}
