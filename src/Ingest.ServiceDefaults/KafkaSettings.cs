using Microsoft.Extensions.Configuration;

namespace Ingest.ServiceDefaults;

/// <summary>
/// librdkafka settings from configuration: <c>Kafka:BootstrapServers</c> and any <c>Kafka:Client:&lt;setting&gt;</c>.
/// </summary>
/// <remarks>
/// Environment names cannot hold a dot, so <c>_</c> stands for the <c>.</c> of a setting:
/// <c>Kafka__Client__linger_ms=1</c> is <c>linger.ms=1</c>.
/// </remarks>
public static class KafkaSettings
{
    /// <summary>Where the brokers are when nothing is configured.</summary>
    public const string DefaultBootstrapServers = "127.0.0.1:9092";

    /// <summary>All configured settings, by librdkafka's names, for any client configuration to start from.</summary>
    public static Dictionary<string, string> Read(IConfiguration configuration)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bootstrap.servers"] = configuration["Kafka:BootstrapServers"] ?? DefaultBootstrapServers,
        };

        foreach (var setting in configuration.GetSection("Kafka:Client").GetChildren())
        {
            if (setting.Value is { } value)
            {
                settings[setting.Key.Replace('_', '.')] = value;
            }
        }

        return settings;
    }
}
