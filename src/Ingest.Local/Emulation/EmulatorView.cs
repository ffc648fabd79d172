using Ingest.Emulator;
using Spectre.Console;

namespace Ingest.Local.Emulation;

/// <summary>Runs the emulator with a progress bar and says afterwards what was acknowledged and what was not.</summary>
internal static class EmulatorView
{
    public static async Task<EmulatorReport> RunAsync(EmulatorOptions options, TimeProvider time, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var emulator = new EventEmulator(client, time);
        var report = await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async bars =>
            {
                var bar = bars.AddTask("sending events", maxValue: options.Events ?? 1);
                bar.IsIndeterminate = options.Events is null;
                return await emulator.RunAsync(options, new Bar(bar), cancellation);
            });

        Show(report);
        return report;
    }

    private static void Show(EmulatorReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("path", "records", "sent", "acknowledged", "failed", "unknown");
        foreach (var count in report.Counts)
        {
            table.AddRow(count.Path.Name(), count.Source.Name(), $"{count.Sent}", $"{count.Acknowledged}", $"{count.Failed}", $"{count.Unknown}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(
            $"{report.Events} events in {report.Duration.TotalSeconds:0.0} s: {report.EventsPerSecond:0} events/s, {report.RecordsPerSecond:0} acknowledged records/s");

        if (report.EndReason is { } reason)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]stopped: {reason}[/]");
        }

        foreach (var failure in report.Failures)
        {
            AnsiConsole.MarkupLineInterpolated(
                $"[red]{failure.Path.Name()} {failure.Source.Name()} of event {failure.Event} (index {failure.Index}): {failure.Reason}[/]{(failure.Unknown ? " (may be stored)" : "")}");
        }
    }

    /// <summary>Unlike <see cref="Progress{T}"/> it reports on the caller's thread, so the last report is not late.</summary>
    private sealed class Bar(ProgressTask bar) : IProgress<EmulatorProgress>
    {
        public void Report(EmulatorProgress value)
        {
            bar.Value = value.Events;
            bar.Description = value.Failed > 0 ? $"sending events ({value.Failed} records failed)" : "sending events";
        }
    }
}
