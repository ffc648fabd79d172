using Ingest.Local.Kafka;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>The checks are not of our own making alone: what other servers make of them is published beside it.</summary>
public sealed class When_the_checks_meet_other_servers
{
    /// <summary>The mock cluster ends the process that asks it for its groups.</summary>
    private static readonly string[] NotForTheMock = ["groups are listed", "a group is deleted", "a group in use is not deleted", "the new group protocol (KIP-848)"];

    [Fact]
    [Trait("Long", "kafka-servers")]
    public async Task Every_cell_of_the_published_table_is_what_it_says()
    {
        using var mock = new MockKafka();
        await using var jvm = await JvmKafka.StartAsync();

        var ofMock = await ClientProcess.ConfluentAsync(new Target(mock.BootstrapServers, mock.BootstrapServers, "m-"), Checks.Expected.Keys.Except(NotForTheMock));
        var ofJvm = await ClientProcess.ConfluentAsync(new Target(jvm.Address, jvm.Address, "j-", JvmKafka.ClientSettings), Checks.Expected.Keys);

        CompatibilityTable.Check("servers", CompatibilityTable.Render(
        [
            ("mock cluster", [.. ofMock, .. NotForTheMock.Select(check => new Outcome(check, Checks.NoSuchCall, ""))]),
            ("Kafka 0.9.0.1", ofJvm),
        ]));
    }
}
