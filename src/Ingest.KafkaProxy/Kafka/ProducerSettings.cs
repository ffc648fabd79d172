using System.Globalization;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>librdkafka's settings for the one producer: ours, then whatever <c>Kafka:Client</c> says instead.</summary>
/// <remarks>What would let an answer say "stored" before it is true, or never come, is refused at start.</remarks>
internal sealed class ProducerSettings
{
    private const string Timeout = "message.timeout.ms";

    private ProducerSettings(Dictionary<string, string> client) => Client = client;

    /// <summary>All settings, by librdkafka's names.</summary>
    public IReadOnlyDictionary<string, string> Client { get; }

    /// <exception cref="OptionsValidationException">A setting breaks what the answers promise.</exception>
    public static ProducerSettings Read(IConfiguration configuration, KafkaRestOptions options)
    {
        var client = Ours(options);
        foreach (var (name, value) in KafkaSettings.Read(configuration))
        {
            client[NameOf(name)] = value;
        }

        var failures = Check(client).ToArray();
        return failures.Length == 0
            ? new(client)
            : throw new OptionsValidationException("Kafka:Client", typeof(ProducerSettings), failures);
    }

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

        // Outcomes come from the report's error and offset alone.
        ["dotnet.producer.delivery.report.fields"] = "none",
    };

    /// <summary>librdkafka knows some settings by two names; with one name each, the later one wins.</summary>
    private static string NameOf(string name) => name switch
    {
        "request.required.acks" => "acks",
        "delivery.timeout.ms" => Timeout,
        _ => name,
    };

    private static IEnumerable<string> Check(Dictionary<string, string> client)
    {
        if (client["acks"] is not ("all" or "-1"))
        {
            yield return $"Kafka:Client acks is {client["acks"]}, but the proxy answers for records only once all in-sync replicas have them: it has to be all.";
        }

        if (!long.TryParse(client[Timeout], CultureInfo.InvariantCulture, out var timeout) || timeout is < 1 or > int.MaxValue)
        {
            yield return $"Kafka:Client {Timeout} is {client[Timeout]}; it has to be 1 to {int.MaxValue} milliseconds, or a request might wait for ever.";
        }

        foreach (var name in new[] { "dotnet.producer.enable.delivery.reports", "dotnet.producer.enable.background.poll" })
        {
            if (client.TryGetValue(name, out var value) && !(bool.TryParse(value, out var on) && on))
            {
                yield return $"Kafka:Client {name} is {value}; without it no record would ever get its outcome.";
            }
        }
    }
}
