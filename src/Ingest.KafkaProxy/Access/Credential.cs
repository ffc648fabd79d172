namespace Ingest.KafkaProxy.Access;

/// <summary>What a caller shows, in Kafka's terms.</summary>
/// <param name="Key">A hash of it, which tells identities apart.</param>
/// <param name="Settings">What librdkafka logs in with, by its names.</param>
/// <param name="Token">For OAUTHBEARER.</param>
internal sealed record Credential(string Key, IReadOnlyDictionary<string, string> Settings, BearerToken? Token = null)
{
    /// <summary>Neither key nor settings are for a log.</summary>
    public override string ToString() => nameof(Credential);
}
