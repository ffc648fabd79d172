namespace Ingest.MskIam;

/// <summary>What a Kafka client shows an MSK broker to say who it is.</summary>
/// <param name="Value">The token as it goes over the wire: a signed address in base64url, without padding.</param>
/// <param name="ExpiresAt">Until when the broker takes it.</param>
public sealed record MskToken(string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>The name that the client library asks for beside a token; it stays on this side of the wire.</summary>
    public static string Principal => "kafka-cluster";
}
