using Ingest.Local.Kafka;
using Ingest.Testing.Kafka;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>The checks are not of our own making alone: what other servers make of them is published beside it.</summary>
public sealed class When_the_checks_meet_other_servers
{
    [Fact]
    [Trait("Long", "kafka-servers")]
    public async Task Every_cell_of_the_published_table_is_what_it_says()
    {
        using var mock = new MockKafka();
        await using var jvm = await JvmKafka.StartAsync();

        await KcatClient.WriteForOthersAsync(mock.BootstrapServers);
        await KcatClient.WriteForOthersAsync(jvm.Address, [.. JvmKafka.ClientSettings.Split(';').SelectMany(setting => new[] { "-X", setting })]);

        var observed = await Task.WhenAll(
            RunEachAsync(new Target(mock.BootstrapServers, mock.BootstrapServers, "m-", WrittenWithGzip: 20, WrittenWithOthers: 20)),
            RunEachAsync(new Target(jvm.Address, jvm.Address, "j-", JvmKafka.ClientSettings)));

        CompatibilityTable.Check("servers", CompatibilityTable.Render([("mock cluster", observed[0]), ("Kafka 0.9.0.1", observed[1])]));
    }

    /// <summary>A process for every check: some answers of these servers end the client's. Most of the time goes into waiting for those that never answer.</summary>
    private static async Task<IReadOnlyList<Outcome>> RunEachAsync(Target target)
    {
        var outcomes = new System.Collections.Concurrent.ConcurrentBag<Outcome>();
        await Parallel.ForEachAsync(Checks.Expected.Keys, new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (check, _) =>
            outcomes.Add((await ClientProcess.ConfluentIfItLivesAsync(target, check)) ?? new Outcome(check, "ends the client", "")));
        return [.. outcomes];
    }
}
