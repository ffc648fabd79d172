using System.Globalization;
using Ingest.ServiceDefaults;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>librdkafka's settings for the one producer: ours, then whatever <c>Kafka:Client</c> says instead.</summary>
/// <remarks>What would let an answer say "stored" before it is true, or never come, is refused at start.</remarks>
internal sealed class ProducerSettings
{
    private const string Timeout = "message.timeout.ms";

    private ProducerSettings(Dictionary<string, string> client) => Client = client;

    /// <summary>All settings, by librdkafka's names.</summary>
    public IReadOnlyDictionary<string, string> Client { get; }

    /// <param name="settings">What is configured, by librdkafka's names.</param>
    /// <param name="options">What the proxy promises.</param>
    public static ProducerSettings Over(IReadOnlyDictionary<string, string> settings, KafkaRestOptions options)
    {
        var client = Ours(options);
        foreach (var (name, value) in settings)
        {
            client[NameOf(name)] = value;
        }

        return new(client);
    }

    /// <summary>The settings that would break what the answers promise.</summary>
    public static IEnumerable<string> BrokenPromises(KafkaSettings settings)
    {
        foreach (var (key, value) in settings.Client)
        {
            if (Requirement(NameOf(KafkaSettings.NameOf(key)), value) is { } requirement)
            {
                yield return $"{KafkaSettings.Shown(key, value)}; {requirement}";
            }
        }
    }

    /// <summary>Whether clients with these settings log in.</summary>
    public static bool UsesSasl(IConfigurationSection client) => client.GetChildren().Any(setting =>
        KafkaSettings.NameOf(setting.Key) == "security.protocol" && setting.Value?.StartsWith("SASL_", StringComparison.OrdinalIgnoreCase) == true);

    private static Dictionary<string, string> Ours(KafkaRestOptions options) => new(StringComparer.Ordinal)
    {
        ["client.id"] = "ingest-kafka-proxy",
        ["acks"] = "all",
        ["enable.idempotence"] = "true",
        [Timeout] = options.ProduceDeadline.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture),

        // A caller waits for every record, so gathering them costs what it gains; they gather while requests are under way.
        ["linger.ms"] = "0",

        // REST Proxy and every Java producer put a key there; librdkafka's own default would split a key's records.
        ["partitioner"] = "murmur2_random",

        // How long a topic may be missing before its records fail; the default is twice the deadline, and nobody waits that long.
        ["topic.metadata.propagation.max.ms"] = "5000",

        // InFlightBytesMax is the limit that callers get to know; this one only has to be wider.
        ["queue.buffering.max.messages"] = "1000000",

        // Outcomes come from the report's error and offset, and its word on whether a failed record may be stored.
        ["dotnet.producer.delivery.report.fields"] = "status",
    };

    /// <summary>librdkafka knows some settings by two names; with one name each, the later one wins.</summary>
    private static string NameOf(string name) => name switch
    {
        "request.required.acks" => "acks",
        "delivery.timeout.ms" => Timeout,
        _ => name,
    };

    private static string? Requirement(string name, string value) => name switch
    {
        "acks" when value is not ("all" or "-1") =>
            "it must be all: the proxy answers for records only once all in-sync replicas have them",
        Timeout when !long.TryParse(value, CultureInfo.InvariantCulture, out var timeout) || timeout is < 1 or > int.MaxValue =>
            $"it must be 1 to {int.MaxValue} milliseconds, or a request might wait for ever",
        "dotnet.producer.enable.delivery.reports" or "dotnet.producer.enable.background.poll" when !(bool.TryParse(value, out var on) && on) =>
            "it must be true: without it no record would ever get its outcome",
        _ => null,
    };
}
