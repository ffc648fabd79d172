namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>Every client × every check: it passes, or it is refused with the code that is right, or the client has no such call.</summary>
public sealed class When_clients_use_the_broker
{
    [Fact]
    public async Task Every_cell_of_the_published_table_is_what_it_says()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/kcat"), "Debian package kcat is not installed");
        await using var brokers = await Brokers.StartAsync();
        await Task.WhenAll(brokers.WriteForOthersAsync(), brokers.MakeTopicsForAsync("kcat"));

        var columns = await Task.WhenAll(
            Named("Confluent.Kafka", ClientProcess.ConfluentAsync(brokers.For("confluent"), Checks.Expected.Keys)),
            Named("kcat", new KcatClient(brokers.For("kcat")).RunAsync(Checks.Expected.Keys)),
            Named("kafkajs", ClientProcess.KafkaJsAsync(brokers.For("kafkajs"), Checks.Expected.Keys)),
            Named("python3-kafka", ClientProcess.PythonAsync(brokers.For("python"), Checks.Expected.Keys)));

        var broken = from column in columns
                     from outcome in column.Outcomes
                     where !Checks.Holds(column.Client, outcome.Check, outcome.Result)
                     select $"{column.Client}: {outcome.Check}: {outcome.Result} {outcome.Detail}";
        Assert.True(!broken.Any(), string.Join('\n', broken));
        CompatibilityTable.Check("clients", CompatibilityTable.Render([.. columns]));
    }

    private static async Task<(string Client, IReadOnlyList<Outcome> Outcomes)> Named(string client, Task<IReadOnlyList<Outcome>> outcomes) => (client, await outcomes);
}
