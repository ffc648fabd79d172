using Ingest.ServiceDefaults;
using Ingest.Testing;
using Ingest.Testing.Kafka;

namespace Ingest.KafkaProxy.Tests.Kafka;

/// <summary>Before a stand-in for MSK, which takes TLS connections and keeps the token that the real client shows.</summary>
public sealed class When_the_proxy_logs_in_to_MSK
{
    private const string Login = "Kafka:Authentication";

    static When_the_proxy_logs_in_to_MSK() => AwsTestCredentials.Use();

    [Fact]
    public async Task The_broker_sees_a_token_signed_for_its_region_and_the_proxy_is_ready()
    {
        await using var msk = new StandInBroker(tls: true);
        using var directory = new TemporaryDirectory();
        await using var proxy = await StartAsync(msk, directory);

        await Eventually.IsTrueAsync(async () => (await proxy.Client.GetAsync("/healthz/ready")).IsSuccessStatusCode, "the proxy is ready");

        var token = new BearerToken(msk.Tokens.First());
        Assert.Equal("kafka.eu-west-1.amazonaws.com", token.Address.Host);
        Assert.StartsWith(AwsTestCredentials.KeyId + "/", token.Query["X-Amz-Credential"], StringComparison.Ordinal);
        Assert.Equal("session", token.Query["X-Amz-Security-Token"]);
        Assert.InRange(token.SignedAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task It_is_not_ready_while_the_broker_refuses_the_token()
    {
        await using var msk = new StandInBroker(tls: true) { Refusal = _ => "Access denied" };
        using var directory = new TemporaryDirectory();
        await using var proxy = await StartAsync(msk, directory);

        using var answer = await proxy.Client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.NotEmpty(msk.Tokens);
    }

    [Theory]
    [InlineData("Kafka:Authentication is 'Mks'; it must be None or MskIam", Login, "Mks")]
    [InlineData("Kafka:Authentication is '7'; it must be None or MskIam", Login, "7")]
    [InlineData("Kafka:Region is 'Ireland'; it must match", "Kafka:Region", "Ireland")]
    [InlineData("Kafka:Client:security_protocol is 'PLAINTEXT'; leave it out", "Kafka:Client:security_protocol", "PLAINTEXT")]
    [InlineData("Kafka:Client:sasl_mechanism is 'PLAIN'; leave it out", "Kafka:Client:sasl_mechanism", "PLAIN")]
    [InlineData("Kafka:Client:sasl_password is set; leave it out", "Kafka:Client:sasl_password", "hidden")]
    public async Task What_does_not_go_with_it_is_named_at_start(string message, string key, string value)
    {
        (string, string?)[] settings = [(Login, "MskIam"), ("Kafka:Region", "eu-west-1")];
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningService.StartAsync(
            Program.Build, [.. settings.Where(setting => setting.Item1 != key), (key, value)]));

        var errors = string.Join('\n', ServiceOptions.ConfigurationErrors(failure));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", errors, StringComparison.Ordinal);
    }

    private static Task<RunningService> StartAsync(StandInBroker msk, TemporaryDirectory directory) => RunningService.StartAsync(
        Program.Build,
        ("Kafka:BootstrapServers", msk.Address),
        ("Kafka:Client:ssl_ca_location", msk.WriteCertificate(directory.Path)),
        ("Kafka:Client:broker_address_family", "v4"),
        ("Kafka:Client:enable_idempotence", "false"), // the stand-in is no match for it
        (Login, "MskIam"),
        ("Kafka:Region", "eu-west-1"));
}
