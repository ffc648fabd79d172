using Ingest.EmbeddedKafka.Protocol;
using Ingest.Testing;

namespace Ingest.EmbeddedKafka.Tests.Connections;

public sealed class When_versions_are_agreed_on
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Ingest.EmbeddedKafka.Tests", "Connections");

    /// <summary>A change of this table is a change of what clients may do: it is approved by changing the file.</summary>
    [Fact]
    public async Task What_is_served_is_what_was_approved()
    {
        await using var broker = await RunningBroker.StartAsync();

        var served = (await ServedAsync(broker)).Select(entry => $"{entry.Key} {entry.Value.Oldest}-{entry.Value.Newest}");

        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(Folder, "served-versions.txt"), TestContext.Current.CancellationToken), served);
    }

    /// <summary>For every request that a client needs there is a version that both know.</summary>
    [Theory]
    [InlineData("librdkafka")]
    [InlineData("kafkajs-2.2.4")]
    [InlineData("python3-kafka-2.0.2")]
    [InlineData("java-3.x")]
    [InlineData("java-4.x")]
    public async Task Every_client_finds_a_version_of_all_it_needs(string client)
    {
        await using var broker = await RunningBroker.StartAsync();
        var served = await ServedAsync(broker);
        var wanted = (await File.ReadAllLinesAsync(Path.Combine(Folder, "client-versions.txt"), TestContext.Current.CancellationToken))
            .Where(line => line.StartsWith(client + " ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();

        Assert.NotEmpty(wanted);
        Assert.All(wanted, line =>
        {
            var (key, range) = (Enum.Parse<ApiKey>(line[1]), line[2].Split('-').Select(short.Parse).ToArray());
            Assert.True(served[key].Oldest <= range[1] && served[key].Newest >= range[0], $"{client} knows {key} {line[2]}; served are {served[key]}");
        });
    }

    [Fact]
    public async Task A_version_of_ApiVersions_that_is_not_known_is_answered_in_version_0_with_the_table()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var wire = broker.Connect();

        await wire.Stream.WriteAsync(KafkaWire.Frame(ApiKey.ApiVersions, 99, 7, flexible: true, body => body.WriteTaggedFields()), TestContext.Current.CancellationToken);
        var answer = await wire.AnswerAsync();

        Assert.Equal((short)KafkaError.UnsupportedVersion, answer.ReadInt16());
        Assert.Contains(ApiKey.ApiVersions, answer.ReadArray(item => ((ApiKey)item.ReadInt16(), item.ReadInt16(), item.ReadInt16()).Item1));
        Assert.Equal(0, answer.Remaining);
    }

    private static async Task<Dictionary<ApiKey, (short Oldest, short Newest)>> ServedAsync(RunningBroker broker)
    {
        using var wire = broker.Connect();
        var answer = await wire.AskAsync(ApiKey.ApiVersions, 0, false, _ => { });
        Assert.Equal(0, answer.ReadInt16());
        return answer.ReadArray(item => (Key: (ApiKey)item.ReadInt16(), Oldest: item.ReadInt16(), Newest: item.ReadInt16())).ToDictionary(item => item.Key, item => (item.Oldest, item.Newest));
    }
}
