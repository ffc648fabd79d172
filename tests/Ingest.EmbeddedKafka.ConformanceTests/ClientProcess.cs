using System.Diagnostics;
using System.Text.Json;
using Ingest.Testing;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>What came of a check.</summary>
internal sealed record Outcome(string Check, string Result, string Detail);

/// <summary>The clients, each in a process of its own.</summary>
internal static class ClientProcess
{
    /// <summary>Debian's Python, for which Debian's python3-kafka is; another one in the path does not have it.</summary>
    private const string DebianPython = "/usr/bin/python3";

    /// <summary>After which a client hangs: every check of its own ends within half a minute, and eight run at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string ClientsFolder => Path.Combine(Checkout.Root, "tests", "Ingest.EmbeddedKafka.ConformanceTests", "Clients");

    public static Task<IReadOnlyList<Outcome>> ConfluentAsync(Target target, params IEnumerable<string> checks) =>
        RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ingest.EmbeddedKafka.ConfluentClient.dll"), .. target.Arguments, .. checks]);

    /// <returns>Null when the client's process ends before the check does.</returns>
    public static async Task<Outcome?> ConfluentIfItLivesAsync(Target target, string check)
    {
        var (_, output, _) = await RunToEndAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ingest.EmbeddedKafka.ConfluentClient.dll"), .. target.Arguments, check]);
        return OutcomesOf(output).SingleOrDefault();
    }

    public static Task<IReadOnlyList<Outcome>> KafkaJsAsync(Target target, params IEnumerable<string> checks)
    {
        Node.SkipUnlessInstalled("kafkajs");
        return RunAsync("node", [Path.Combine(ClientsFolder, "kafkajs.mjs"), .. target.Arguments, .. checks]);
    }

    public static Task<IReadOnlyList<Outcome>> PythonAsync(Target target, params IEnumerable<string> checks)
    {
        foreach (var (module, package) in new[] { ("kafka", "python3-kafka"), ("snappy", "python3-snappy"), ("lz4", "python3-lz4"), ("zstandard", "python3-zstandard") })
        {
            Assert.SkipUnless(Directory.Exists($"/usr/lib/python3/dist-packages/{module}"), $"Debian package {package} is not installed");
        }

        return RunAsync(DebianPython, ["-B", Path.Combine(ClientsFolder, "python_kafka.py"), .. target.Arguments, .. checks]);
    }

    private static async Task<IReadOnlyList<Outcome>> RunAsync(string program, IEnumerable<string> arguments)
    {
        var (code, output, errors) = await RunToEndAsync(program, arguments);
        Assert.True(code == 0, $"{program} ended with {code}: {errors}{output}");
        return OutcomesOf(output);
    }

    private static async Task<(int Code, string Output, string Errors)> RunToEndAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["INGEST_NODE_MODULES"] = Node.Directory, ["PYTHONUTF8"] = "1" },
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} hangs: {await errors}{await output}");
        }

        return (process.ExitCode, await output, await errors);
    }

    private static IReadOnlyList<Outcome> OutcomesOf(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('{')).Select(Parse)];

    private static Outcome Parse(string line)
    {
        var entry = JsonDocument.Parse(line).RootElement;
        return new Outcome(entry.GetProperty("check").GetString()!, entry.GetProperty("outcome").GetString()!, entry.GetProperty("detail").GetString()!);
    }
}

/// <summary>Where the checks go.</summary>
/// <param name="Broker">Its address.</param>
/// <param name="BrokerWithoutAutoCreation">Address of one that creates no topics by itself.</param>
/// <param name="Prefix">Of the names of all topics and groups.</param>
/// <param name="Settings">More settings of Confluent.Kafka, <c>a=b;c=d</c>.</param>
/// <param name="WrittenWithGzip">How many records the clients wrote before, for each other, with gzip.</param>
/// <param name="WrittenWithOthers">And how many with snappy, with lz4 and with zstd.</param>
internal sealed record Target(string Broker, string BrokerWithoutAutoCreation, string Prefix, string Settings = "", int WrittenWithGzip = 0, int WrittenWithOthers = 0)
{
    public string[] Arguments => [Broker, BrokerWithoutAutoCreation, Prefix, Settings, $"{WrittenWithGzip},{WrittenWithOthers}"];
}
