using System.Diagnostics;
using System.Text.Json;
using Analytics.Worker.Pipelines;
using Ingest.Testing;
using Ingest.Testing.Pinterest;

namespace Analytics.Worker.Tests.Engines.Spark;

/// <summary>
/// A bucket of made-up events in a folder, a run of <c>pipeline.py</c> over it, and what that run must leave by the rules in plain C#,
/// which share nothing with the SQL. DuckDB only reads the Parquet files.
/// </summary>
internal sealed class SparkOracle
{
    public const string RunId = "oracle";
    private static readonly ReadOnlyMemory<byte> NotUtf8 = (byte[])[.. "{\"index\": 1, \"title\": \""u8, 0xff, .. "\"}"u8];
    private readonly string _folder;
    private readonly Median _median;

    /// <summary>Lays the bucket down.</summary>
    /// <param name="folder">An empty folder. A cluster must see it under the same path.</param>
    /// <param name="median">Which median is asked for.</param>
    /// <param name="seed">Makes the events.</param>
    /// <param name="count">How many there are.</param>
    public SparkOracle(string folder, Median median, int seed, int count)
    {
        (_folder, _median) = (folder, median);
        var events = new PinterestGenerator(seed, oddOneIn: 10).Draw(count);
        Records =
        [
            .. Bucket("pin", [NotUtf8, .. events.Pins]), .. Bucket("geo", events.Geos), .. Bucket("user", events.Users),
        ];
    }

    /// <summary>Every record of the bucket: its source, the key of its object, its line, its bytes.</summary>
    public IReadOnlyList<(string Source, string Key, long Line, ReadOnlyMemory<byte> Bytes)> Records { get; }

    public string Output => Path.Combine(_folder, "runs", "pinterest", RunId);

    /// <summary>The program and its arguments, as they follow the options of spark-submit.</summary>
    public IReadOnlyList<string> Arguments =>
    [
        Path.Combine(Checkout.Root, "deploy", "spark", "pipeline.py"),
        "--pipeline", new Uri(Path.Combine(Checkout.Root, "pipelines", "pinterest")).AbsoluteUri,
        "--bucket", new Uri(_folder).AbsoluteUri,
        "--output", new Uri(Output).AbsoluteUri,
        "--run", RunId, "--user-id", "demo", "--median", _median.ToString().ToLowerInvariant(),
    ];

    /// <summary>Runs <paramref name="submit"/> to its end.</summary>
    /// <returns>Null when it ended with 0, else the end of what it said.</returns>
    public async Task<string?> RunAsync(string submit, IReadOnlyList<string> options)
    {
        using var process = Process.Start(new ProcessStartInfo(submit, [.. options, .. Arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return process.ExitCode == 0 ? null : $"{submit} ended with {process.ExitCode}: {errors[Math.Max(0, errors.Length - 4000)..]}";
    }

    /// <summary>What differs from the plain rules, one line each; empty when nothing does.</summary>
    public IReadOnlyList<string> Differences()
    {
        var marker = Path.Combine(Output, "results", "_SUCCESS.json");
        return File.Exists(marker)
            ? new OracleDifferences(Output, Records, _median).Find(JsonDocument.Parse(File.ReadAllText(marker)).RootElement)
            : ["results/_SUCCESS.json is not there"];
    }

    /// <summary>Three objects in two partitions, with an empty line at the head of each and both kinds of line ends; and an empty object.</summary>
    private List<(string Source, string Key, long Line, ReadOnlyMemory<byte> Bytes)> Bucket(string source, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        var placed = new List<(string, string, long, ReadOnlyMemory<byte>)>();
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, $"topics/demo.{source}/partition=2")).FullName, $"demo.{source}+2+0000000000.json"), []);
        foreach (var (part, index) in records.Chunk(Math.Max(1, (records.Count + 2) / 3)).Select((part, index) => (part, index)))
        {
            var key = $"topics/demo.{source}/partition={index % 2}/demo.{source}+{index % 2}+{index:D10}.json";
            var path = Path.Combine(_folder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var content = File.Create(path);
            content.WriteByte((byte)'\n');
            foreach (var (record, line) in part.Select((record, i) => (record, i + 2)))
            {
                content.Write([.. record.Span, .. line % 5 == 0 ? "\r\n"u8 : "\n"u8]);
                if (record.Length > 0)
                {
                    placed.Add((source, key, line, record));
                }
            }
        }

        return placed;
    }
}
