using System.Text.Json;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>kill -9 of the whole suite while events come in; then it is started again on the same folder.</summary>
public sealed class When_killed_in_the_middle_of_a_run
{
    private static readonly string[] Sources = ["pin", "geo", "user"];

    [Fact]
    public Task Every_acknowledged_record_is_in_its_table_once() => KillAndCompareAsync(rounds: 1);

    /// <summary>Every round goes on with what the rounds before left behind.</summary>
    [Fact]
    [Trait("Long", "kills")]
    public Task Every_acknowledged_record_is_in_its_table_once_after_ten_kills() => KillAndCompareAsync(rounds: 10);

    private static async Task KillAndCompareAsync(int rounds)
    {
        Node.SkipUnlessInstalled("chdb");
        using var directory = new TemporaryDirectory();
        var acknowledged = new HashSet<(string Source, string Shard, string Sequence)>();

        for (var round = 0; round < rounds; round++)
        {
            var log = Path.Combine(directory.Path, $"acknowledged-{round}.ndjson");
            await using var ingest = await IngestProgram.UpAsync(directory.Path);
            var emulator = IngestProgram.RunAsync(
                directory.Path, "emulate", "--url", ingest.Endpoints["gateway"], "--events", "1000000", "--ack-log", log, "--seed", $"{round + 100}");
            await Eventually.IsTrueAsync(() => Task.FromResult(ReadLog(log).Count > 400), "acknowledged records", TimeSpan.FromSeconds(60));

            await ingest.KillAsync();

            Assert.Equal(1, (await emulator).ExitCode);
            acknowledged.UnionWith(ReadLog(log));
        }

        await using var again = await IngestProgram.UpAsync(directory.Path);
        foreach (var source in Sources)
        {
            var table = Path.Combine(directory.Path, ".ingest", "tables", "stream", $"demo_{source}_table");
            var wanted = acknowledged.Where(record => record.Source == source).Select(record => (record.Shard, record.Sequence)).ToHashSet();
            var stored = await Eventually.BecomesAsync(
                () => PositionsAsync(table), positions => wanted.IsSubsetOf(positions), $"all {wanted.Count} records of {source}", TimeSpan.FromSeconds(90));

            Assert.Equal(stored.Count, stored.Distinct().Count());
        }

        Assert.Equal(0, await again.StopAsync());
    }

    private static HashSet<(string Source, string Shard, string Sequence)> ReadLog(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Split('\n')[..^1]
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry => entry.GetProperty("path").GetString() == "stream")
            .Select(entry => (entry.GetProperty("source").GetString()!, entry.GetProperty("shardId").GetString()!, entry.GetProperty("sequenceNumber").GetString()!))
            .ToHashSet();
    }

    private static async Task<List<(string Shard, string Sequence)>> PositionsAsync(string table) =>
        !Directory.Exists(table) ? [] :
        [
            .. (await DeltaReader.QueryAsync(table, "SELECT _shard_id, _sequence_number FROM {table}"))
                .Select(row => (row.GetProperty("_shard_id").GetString()!, row.GetProperty("_sequence_number").GetString()!)),
        ];
}
