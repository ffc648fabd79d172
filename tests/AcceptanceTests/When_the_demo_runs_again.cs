using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Ingest.Testing;
using Ingest.Testing.Pinterest;

namespace AcceptanceTests;

/// <summary>The demo twice on one folder, with a kill -9 in between: what was acknowledged counts once, wherever it was when the power went.</summary>
public sealed class When_the_demo_runs_again
{
    private const int First = 40;
    private const int All = 300;

    [Fact]
    public Task Its_results_are_those_over_all_acknowledged_events_and_no_object_has_changed() => RunAsync(kills: 1);

    [Fact]
    [Trait("Long", "demo-kills")]
    public Task Its_results_are_those_over_all_acknowledged_events_after_ten_kills() => RunAsync(kills: 10);

    private static async Task RunAsync(int kills)
    {
        using var directory = new TemporaryDirectory();
        var folder = PinterestEvents.Folder ?? When_the_demo_runs.GenerateInto(directory);
        var acknowledged = new List<(string Topic, int Partition, long Offset)>();
        var objects = new Dictionary<string, string>();

        await DemoAsync(directory.Path, folder, First);
        CheckObjects(directory.Path, objects);
        for (var kill = 0; kill < kills; kill++)
        {
            acknowledged.AddRange(await KillWhileEmulatingAsync(directory.Path, folder, $"acknowledged-{kill}.ndjson"));
            CheckObjects(directory.Path, objects);
        }

        var results = await DemoAsync(directory.Path, folder, All);

        CheckObjects(directory.Path, objects);
        var events = PinterestEvents.Read(folder, All);
        foreach (var (id, expected) in ResultRows.Expected(events, "discrete"))
        {
            Assert.Equal(expected, ResultRows.Answered(results.GetProperty(id)));
        }

        var ends = EndsOfChains(directory.Path);
        Assert.True(acknowledged.Count > 100);
        Assert.All(acknowledged, record => Assert.True(record.Offset < ends[(record.Topic, record.Partition)], $"{record} is in no object"));
    }

    private static async Task<JsonElement> DemoAsync(string directory, string folder, int count)
    {
        var (exitCode, output) = await IngestProgram.RunAsync(
            directory, "demo", "--data", folder, "--events", $"{count}", "--median", "discrete", "--exit", "--json", "out.json", "--ports", "auto");
        Assert.True(exitCode == 0, output);
        return JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(directory, "out.json"), TestContext.Current.CancellationToken)).RootElement;
    }

    /// <summary>Posts events from the first on, and kills the suite when some are acknowledged and others on their way.</summary>
    private static async Task<List<(string Topic, int Partition, long Offset)>> KillWhileEmulatingAsync(string directory, string folder, string name)
    {
        var log = Path.Combine(directory, name);
        await using var ingest = await IngestProgram.UpAsync(directory, "--median", "discrete");
        var emulator = IngestProgram.RunAsync(
            directory, "emulate", "--url", ingest.Endpoints["gateway"], "--data", folder, "--events", $"{All}", "--batch", "1", "--concurrency", "1", "--ack-log", log);
        await Eventually.IsTrueAsync(() => Task.FromResult(ReadLog(log).Count > 120), "acknowledged records", TimeSpan.FromSeconds(60));
        await ingest.KillAsync();
        await emulator;
        return ReadLog(log);
    }

    private static List<(string Topic, int Partition, long Offset)> ReadLog(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return
        [
            .. file.ReadToEnd().Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement)
                .Where(entry => entry.GetProperty("path").GetString() == "batch")
                .Select(entry => ($"demo.{entry.GetProperty("source").GetString()}", entry.GetProperty("partition").GetInt32(), entry.GetProperty("offset").GetInt64())),
        ];
    }

    /// <summary>Objects that were there are there, byte for byte.</summary>
    private static void CheckObjects(string directory, Dictionary<string, string> earlier)
    {
        var now = Objects(directory).ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
        Assert.All(earlier, entry => Assert.Equal(entry.Value, now.GetValueOrDefault(entry.Key)));
        foreach (var (file, hash) in now)
        {
            earlier[file] = hash;
        }
    }

    /// <summary>Where the objects of each partition end. Each begins where the one before ended: no record twice, none left out.</summary>
    private static Dictionary<(string Topic, int Partition), long> EndsOfChains(string directory)
    {
        var ends = new Dictionary<(string, int), long>();
        foreach (var file in Objects(directory).Select(file => (Path: file, Name: Path.GetFileNameWithoutExtension(file).Split('+'))).OrderBy(file => file.Name[2], StringComparer.Ordinal))
        {
            var partition = (file.Name[0], int.Parse(file.Name[1], CultureInfo.InvariantCulture));
            Assert.Equal(ends.GetValueOrDefault(partition), long.Parse(file.Name[2], CultureInfo.InvariantCulture));
            ends[partition] = ends.GetValueOrDefault(partition) + File.ReadLines(file.Path).Count();
        }

        return ends;
    }

    private static IEnumerable<string> Objects(string directory) =>
        Directory.EnumerateFiles(Path.Combine(directory, ".ingest", "bucket", "topics"), "*.json", SearchOption.AllDirectories);
}
