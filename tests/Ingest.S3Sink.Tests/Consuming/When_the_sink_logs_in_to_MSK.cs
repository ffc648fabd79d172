using Ingest.Testing;
using Ingest.Testing.Kafka;

namespace Ingest.S3Sink.Tests.Consuming;

/// <summary>Before a stand-in for MSK, which takes TLS connections and keeps the tokens that the real clients show.</summary>
public sealed class When_the_sink_logs_in_to_MSK
{
    static When_the_sink_logs_in_to_MSK() => AwsTestCredentials.Use();

    [Fact]
    public async Task Both_its_clients_do_and_the_consumer_goes_on_to_its_group()
    {
        await using var msk = new StandInBroker(tls: true);
        using var directory = new TemporaryDirectory();
        await using var sink = await RunningService.StartAsync(
            Program.Build,
            ("Kafka:BootstrapServers", msk.Address),
            ("Kafka:Client:ssl_ca_location", msk.WriteCertificate(directory.Path)),
            ("Kafka:Client:broker_address_family", "v4"),
            ("Kafka:Authentication", "MskIam"),
            ("Kafka:Region", "eu-west-1"),
            ("ObjectStore:Uri", directory.Uri.AbsoluteUri));

        // The admin client had to be told the cluster's id, or there would be no consumer.
        await Eventually.IsTrueAsync(() => Task.FromResult(msk.HasConsumer), "the consumer asks for its group");

        Assert.True(msk.Tokens.Count >= 2, $"{msk.Tokens.Count} logins");
        Assert.All(msk.Tokens, token => Assert.Equal("kafka.eu-west-1.amazonaws.com", new BearerToken(token).Address.Host));
    }
}
