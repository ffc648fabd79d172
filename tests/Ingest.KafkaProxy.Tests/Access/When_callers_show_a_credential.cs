using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Ingest.ServiceDefaults;
using Ingest.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.KafkaProxy.Tests.Access;

/// <summary>Before a broker that logs real clients in.</summary>
public sealed class When_callers_show_a_credential
{
    private const string Basic = "KafkaRest:Access:Basic";
    private const string Bearer = "KafkaRest:Access:Bearer";

    [Theory]
    [InlineData("Plain", "PLAIN")]
    [InlineData("ScramSha256", "SCRAM-SHA-256")]
    [InlineData("ScramSha512", "SCRAM-SHA-512")]
    public async Task A_password_logs_in_to_Kafka_and_a_wrong_one_is_40101(string login, string mechanism)
    {
        await using var kafka = await SaslKafka.StartAsync((Basic, login));
        kafka.Front.Passwords["alice"] = "secret: with a colon";

        var (answer, _) = await kafka.ProduceAsync("Basic", SaslKafka.Basic("alice", "secret: with a colon"));
        answer.HasCodes(0);
        Assert.Contains($"{mechanism} alice", kafka.Front.Logins);

        var (wrong, challenge) = await kafka.ProduceAsync("Basic", SaslKafka.Basic("alice", "guessed"));
        wrong.IsError(401, 40101, "Kafka does not take the credential");
        Assert.Equal("Basic", challenge);

        (await kafka.ProduceAsync("Basic", SaslKafka.Basic("alice", "secret: with a colon"))).Answer.HasCodes(0);
    }

    [Fact]
    public async Task A_token_is_shown_to_Kafka_as_it_came()
    {
        await using var kafka = await SaslKafka.StartAsync((Bearer, "true"));
        var token = Token("""{"sub":"alice","exp":4102444800}""");
        kafka.Front.Passwords["token"] = token;

        (await kafka.ProduceAsync("Bearer", token)).Answer.HasCodes(0);
        Assert.Contains("OAUTHBEARER token", kafka.Front.Logins);

        (await kafka.ProduceAsync("Bearer", Token("""{"sub":"mallory","exp":4102444800}"""))).Answer.IsError(401, 40101);
        (await kafka.ProduceAsync("Bearer", Token("""{"sub":"alice","exp":1}"""))).Answer.IsError(401, 40101, "expired");
    }

    [Fact]
    public async Task Without_one_it_is_the_proxy_that_speaks_unless_one_is_required()
    {
        await using var open = await SaslKafka.StartAsync((Basic, "Plain"));
        (await open.ProduceAsync()).Answer.HasCodes(0);
        Assert.All(open.Front.Logins, login => Assert.Equal("PLAIN proxy", login));

        await using var closed = await SaslKafka.StartAsync((Basic, "Plain"), ("KafkaRest:Access:Required", "true"));
        (await closed.ProduceAsync()).Answer.IsError(401, 40101, "needs a credential");
        (await closed.ProduceAsync("Bearer", "x")).Answer.IsError(401, 40101, "needs a credential");
        Assert.True((await closed.Proxy.Client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bm9jb2xvbg==")]
    public async Task What_is_no_Basic_credential_is_40101_and_no_login_is_tried(string parameter)
    {
        await using var kafka = await SaslKafka.StartAsync((Basic, "Plain"));

        (await kafka.ProduceAsync("Basic", parameter)).Answer.IsError(401, 40101, "base64 of user:password");
    }

    [Fact]
    public async Task Identities_beyond_the_limit_take_the_place_of_the_idlest()
    {
        await using var kafka = await SaslKafka.StartAsync((Basic, "Plain"), ("KafkaRest:Access:ClientsMax", "2"));
        foreach (var user in (string[])["a", "b", "c"])
        {
            kafka.Front.Passwords[user] = user;
            (await kafka.ProduceAsync("Basic", SaslKafka.Basic(user, user))).Answer.HasCodes(0);
        }

        Assert.Equal(2, IdentitiesOf(kafka.Proxy));

        var before = kafka.Front.Logins.Count(login => login == "PLAIN a");
        (await kafka.ProduceAsync("Basic", SaslKafka.Basic("c", "c"))).Answer.HasCodes(0);
        (await kafka.ProduceAsync("Basic", SaslKafka.Basic("a", "a"))).Answer.HasCodes(0);
        Assert.True(kafka.Front.Logins.Count(login => login == "PLAIN a") > before, "a has logged in anew");
    }

    [Theory]
    [InlineData("SASL_SSL or SASL_PLAINTEXT", Basic, "Plain")]
    [InlineData("no credential is taken", "KafkaRest:Access:Required", "true")]
    [InlineData("Basic is 'Digest'; it must be Ignored", Basic, "Digest")]
    [InlineData("identity 'orders'", "KafkaRest:Access:Certificates:0:Identity", "orders")]
    public async Task What_cannot_be_is_named_at_start(string message, string key, string value)
    {
        (string, string?)[] settings = key.EndsWith("Identity", StringComparison.Ordinal) ? [("KafkaRest:Access:Certificates:0:Subject", "CN=x")] : [];
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningService.StartAsync(Program.Build, [(key, value), .. settings]));

        Assert.Contains(message, string.Join('\n', ServiceOptions.ConfigurationErrors(failure)), StringComparison.Ordinal);
    }

    /// <summary>This proxy's own figure: /metrics shows one of all proxies in the process, of which other tests have some.</summary>
    private static long IdentitiesOf(RunningService proxy)
    {
        var (scope, measured) = (proxy.Services.GetRequiredService<IMeterFactory>(), -1L);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "kafka_proxy.identities" && instrument.Meter.Scope == scope)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => measured = value);
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => measured = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    private static string Token(string claims) =>
        $"e30.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(JsonDocument.Parse(claims).RootElement.GetRawText()))}.c2ln";
}
