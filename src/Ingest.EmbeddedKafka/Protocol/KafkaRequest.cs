namespace Ingest.EmbeddedKafka.Protocol;

/// <summary>One request as it came: its header, and its body still to be read.</summary>
/// <param name="Key">Its kind.</param>
/// <param name="Version">The version its body is in, one that its <see cref="KafkaApi"/> serves.</param>
/// <param name="ClientId">What the client calls itself; may be null.</param>
/// <param name="ClientHost">The client's address, as DescribeGroups shows it: <c>/127.0.0.1</c>.</param>
/// <param name="Body">Valid until the answer is complete; what outlives that must be copied.</param>
/// <param name="Cancellation">Cancelled when the connection ends or the broker stops: whoever waits need not any more.</param>
internal sealed record KafkaRequest(
    ApiKey Key, short Version, string? ClientId, string ClientHost, KafkaReader Body, CancellationToken Cancellation)
{
    /// <summary>Set by Produce with acks 0: the client expects no answer, and none is sent.</summary>
    public bool WithoutAnswer { get; set; }
}
