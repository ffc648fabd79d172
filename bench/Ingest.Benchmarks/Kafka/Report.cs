using System.Diagnostics;
using System.Globalization;

namespace Ingest.Benchmarks.Kafka;

/// <summary>Tables of medians with the lowest and highest of the rounds, as Markdown on standard output.</summary>
internal static class Report
{
    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static string Rate(IReadOnlyCollection<double> values) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(values):F0} ({values.Min():F0}–{values.Max():F0})");

    public static string Number(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

    public static void Head(string title, string command)
    {
        Console.WriteLine($"# {title}");
        Console.WriteLine();
        Console.WriteLine($"- command: `{command}`");
        Console.WriteLine($"- machine: {Environment.ProcessorCount} × {Processor()}, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {Environment.OSVersion}");
        Console.WriteLine($"- date: {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, commit {Commit()}");
        Console.WriteLine();
    }

    public static void Row(params IEnumerable<string> cells) => Console.WriteLine("| " + string.Join(" | ", cells) + " |");

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";

    private static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["describe", "--always", "--dirty", "--abbrev=12"]) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
