using System.ComponentModel.DataAnnotations;

namespace Ingest.ServiceDefaults;

/// <summary>Where Kafka is, and any setting of its client: section <c>Kafka</c>, the same for every service.</summary>
/// <remarks>
/// Environment names cannot hold a dot, so <c>_</c> stands for the <c>.</c> of a setting:
/// <c>Kafka__Client__linger_ms=1</c> is <c>linger.ms=1</c>.
/// </remarks>
public sealed class KafkaSettings : IValidatableObject
{
    /// <summary>What an AWS region looks like.</summary>
    public const string RegionPattern = "[a-z]{2,6}(-[a-z]+)+-[0-9]{1,2}";

    private static readonly string[] SecretParts = ["password", "secret", "key", "pem", "jaas", "oauthbearer"];

    /// <summary>The brokers to ask first, <c>host:port</c>, separated by commas. Default <c>127.0.0.1:9092</c>.</summary>
    [Required]
    public string BootstrapServers { get; set; } = "127.0.0.1:9092";

    /// <summary>How the clients log in. Default <see cref="KafkaAuthentication.None"/>: however <see cref="Client"/> says.</summary>
    [EnumDataType(typeof(KafkaAuthentication))]
    public KafkaAuthentication Authentication { get; set; } = KafkaAuthentication.None;

    /// <summary>The AWS region of an MSK cluster, such as <c>eu-west-1</c>; null takes it from <c>AWS_REGION</c> or the profile.</summary>
    [RegularExpression(RegionPattern)]
    public string? Region { get; set; }

    /// <summary>Settings of librdkafka, <c>Kafka:Client:&lt;setting&gt;</c>, by the names that the user gave them.</summary>
    public Dictionary<string, string> Client { get; set; } = new(StringComparer.Ordinal);

    /// <summary>All settings, by librdkafka's names, for any client configuration to start from.</summary>
    public Dictionary<string, string> ForClient()
    {
        var settings = Named(Client.Keys);
        settings.TryAdd("bootstrap.servers", BootstrapServers);
        if (Authentication == KafkaAuthentication.MskIam)
        {
            settings["security.protocol"] = "SASL_SSL";
            settings["sasl.mechanisms"] = "OAUTHBEARER";
        }

        return settings;
    }

    /// <summary>What <see cref="Authentication"/> decides cannot be said in <see cref="Client"/> too.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from setting in Client
        where Authentication != KafkaAuthentication.None && IsAboutLogin(NameOf(setting.Key))
        select new ValidationResult($"{Shown(setting.Key, setting.Value)}; leave it out, Kafka:Authentication {Authentication} says how to log in");

    /// <summary>librdkafka's name of a setting.</summary>
    public static string NameOf(string key) => key.Replace('_', '.');

    /// <summary>A setting as an error shows it; of what may be a secret not the value.</summary>
    public static string Shown(string key, string value) => Array.Exists(SecretParts, part => key.Contains(part, StringComparison.OrdinalIgnoreCase))
        ? $"Kafka:Client:{key} is set"
        : $"Kafka:Client:{key} is '{value}'";

    /// <summary>What the client library does not take, each named by the key that the user gave it.</summary>
    /// <remarks>
    /// The library names one error at a time. The setting without which it names another, or none, is the one at fault; then the
    /// rest is tried.
    /// </remarks>
    /// <param name="refusal">Tries a client with these settings, by librdkafka's names; why it cannot be made, or null.</param>
    public IEnumerable<string> Refused(Func<IReadOnlyDictionary<string, string>, string?> refusal)
    {
        var left = Client.Keys.ToList();
        while (refusal(Named(left)) is { } reason)
        {
            if (left.Find(key => refusal(Named(left.Where(other => other != key))) != reason) is not { } fault)
            {
                yield return $"Kafka:Client is not taken by the Kafka client: {reason}";
                yield break;
            }

            yield return $"{Shown(fault, Client[fault])}; the Kafka client does not take it: {reason}";
            left.Remove(fault);
        }
    }

    private static bool IsAboutLogin(string name) =>
        name is "security.protocol" or "enable.sasl.oauthbearer.unsecure.jwt" || name.StartsWith("sasl.", StringComparison.Ordinal);

    private Dictionary<string, string> Named(IEnumerable<string> keys)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys.Where(key => Client[key] is not null))
        {
            settings[NameOf(key)] = Client[key];
        }

        return settings;
    }
}
