namespace Ingest.KafkaProxy.Access;

/// <summary>How a caller's user name and password are shown to Kafka.</summary>
internal enum BasicLogin
{
    /// <summary>Not at all.</summary>
    Ignored,

    /// <summary>SASL PLAIN (RFC 4616): to be had over TLS only.</summary>
    Plain,

    /// <summary>SASL SCRAM-SHA-256 (RFC 5802, RFC 7677).</summary>
    ScramSha256,

    /// <summary>SASL SCRAM-SHA-512.</summary>
    ScramSha512,
}
