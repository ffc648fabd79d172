using System.Text.Json;
using Spectre.Console;

namespace Ingest.Local.Demo;

/// <summary>Asks for a run through the gateway, and shows what was submitted, what it reads and what it has written.</summary>
internal static class SubmittedRun
{
    private const string Runs = "/analytics/pinterest/runs";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <returns>False when the run has not succeeded; why is on stderr.</returns>
    public static async Task<bool> CarryOutAsync(HttpClient gateway, string bucket, TimeProvider time, CancellationToken cancellation)
    {
        using var asked = await gateway.PostAsync(Runs, content: null, cancellation);
        asked.EnsureSuccessStatusCode();
        var run = (await asked.Content.ReadFromJsonAsync<RunAnswer>(cancellation))!;
        run = await WaitAsync(gateway, run.Id, run => run.Arguments.Count > 0, time, cancellation);
        await ShowAsync(run, bucket, cancellation);
        run = await AnsiConsole.Status().StartAsync("waiting for Spark", _ => WaitAsync(gateway, run.Id, _ => false, time, cancellation));
        ShowWritten(Path.Combine(bucket, "runs", "pinterest", run.Id));
        if (run.State == "succeeded")
        {
            return true;
        }

        var end = run.State == "failed" ? "has failed" : "was cancelled";
        await Console.Error.WriteLineAsync($"Run {run.Id} {end}: {run.Reason}{Environment.NewLine}{run.LogTail}");
        return false;
    }

    /// <summary>Waits until the run is as wanted, or has ended.</summary>
    private static async Task<RunAnswer> WaitAsync(HttpClient gateway, string id, Func<RunAnswer, bool> isWanted, TimeProvider time, CancellationToken cancellation)
    {
        while (true)
        {
            var run = (await gateway.GetFromJsonAsync<RunAnswer>($"{Runs}/{id}", cancellation))!;
            if (run.State is "succeeded" or "failed" or "cancelled" || isWanted(run))
            {
                return run;
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <summary>Line by line and never broken, so that each can be copied.</summary>
    private static async Task ShowAsync(RunAnswer run, string bucket, CancellationToken cancellation)
    {
        Console.WriteLine($"run {run.Id} submits");
        foreach (var argument in run.Arguments)
        {
            Console.WriteLine($"  {argument}");
        }

        var manifest = Path.Combine(bucket, "runs", "pinterest", run.Id, "inputs.json");
        if (!File.Exists(manifest))
        {
            return; // it has failed before there was anything to read
        }

        await using var content = File.OpenRead(manifest);
        var inputs = await JsonSerializer.DeserializeAsync<Manifest>(content, JsonSerializerOptions.Web, cancellation);
        Console.WriteLine("reads");
        foreach (var input in inputs!.Sources.Values.SelectMany(source => source))
        {
            Console.WriteLine($"  {input.Uri}");
        }
    }

    private static void ShowWritten(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !IsOurs(Path.GetRelativePath(folder, file)))
            .Order(StringComparer.Ordinal)
            .ToList();
        Console.WriteLine(files.Count == 0 ? $"writes nothing below {folder}" : "writes");
        foreach (var file in files)
        {
            Console.WriteLine($"  {file}");
        }
    }

    /// <summary>What the worker has written there itself.</summary>
    private static bool IsOurs(string file) => file == "inputs.json" || file.StartsWith("record", StringComparison.Ordinal);

    private sealed record RunAnswer(string Id, string State, IReadOnlyList<string> Arguments, string? Reason, string? LogTail);

    private sealed record Manifest(IReadOnlyDictionary<string, IReadOnlyList<Input>> Sources);

    private sealed record Input(string Uri);
}
