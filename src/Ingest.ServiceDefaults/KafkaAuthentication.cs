namespace Ingest.ServiceDefaults;

/// <summary>How the clients of Kafka say who they are.</summary>
public enum KafkaAuthentication
{
    /// <summary>However <c>Kafka:Client</c> says; by default they do not.</summary>
    None,

    /// <summary>As an AWS identity, to MSK: over TLS, by a token that AWS's default credential chain signs.</summary>
    MskIam,
}
