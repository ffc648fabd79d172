using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Ingest.EmbeddedKafka;
using Ingest.Testing;
using Ingest.Testing.Kafka;

namespace Ingest.KafkaProxy.Tests.Access;

/// <summary>A Kafka that wants a login, and a proxy before it that has one of its own.</summary>
internal sealed class SaslKafka : IAsyncDisposable
{
    public const string Topic = "orders";

    private readonly TemporaryDirectory _directory = new();
    private EmbeddedKafkaBroker? _broker;

    public SaslFront Front { get; } = new();

    public RunningService Proxy { get; private set; } = null!;

    public static async Task<SaslKafka> StartAsync(params (string Key, string? Value)[] settings)
    {
        var kafka = new SaslKafka();
        kafka._broker = await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions
        {
            DataDirectory = kafka._directory.Path,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Advertise = new DnsEndPoint("127.0.0.1", kafka.Front.Port),
        });
        kafka.Front.Passwords["proxy"] = "proxy's";
        kafka.Front.Start(kafka._broker.ListeningOn);
        kafka.Proxy = await RunningService.StartAsync(
            Program.Build,
            [
                ("Kafka:BootstrapServers", $"127.0.0.1:{kafka.Front.Port}"),
                ("Kafka:Client:security_protocol", "SASL_PLAINTEXT"),
                ("Kafka:Client:sasl_mechanisms", "PLAIN"),
                ("Kafka:Client:sasl_username", "proxy"),
                ("Kafka:Client:sasl_password", "proxy's"),
                .. settings,
            ]);
        return kafka;
    }

    /// <summary>Produces one record, with a credential if one is given.</summary>
    public async Task<(Answer Answer, string? Challenge)> ProduceAsync(string? scheme = null, string? parameter = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/topics/{Topic}") { Content = new StringContent("""{"records":[{"value":1}]}""") };
        request.Content.Headers.ContentType = new(RunningProxy.Json);
        request.Headers.Authorization = scheme is null ? null : new AuthenticationHeaderValue(scheme, parameter);
        using var response = await Proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (await Answer.ReadAsync(response), response.Headers.WwwAuthenticate.FirstOrDefault()?.Scheme);
    }

    public static string Basic(string user, string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Front.DisposeAsync();
        await _broker!.DisposeAsync();
        _directory.Dispose();
    }
}
