using System.Net;

namespace Ingest.EmbeddedKafka;

/// <summary>What a broker needs to know, and its limits.</summary>
public sealed record EmbeddedKafkaOptions
{
    /// <summary>Where topics, offsets and groups are kept; created when it is not there. One broker at a time may have it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where it listens; port 0 takes a free one. Default 127.0.0.1:9092. Nobody is asked who they are: keep it on loopback, or where only trusted clients reach it.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 9092);

    /// <summary>The host and port that clients are told to connect to; null tells them where it listens.</summary>
    public DnsEndPoint? Advertise { get; init; }

    /// <summary>Whether a client that asks for a topic that is not there, and allows it, creates it. Default true, as Kafka's.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>Partitions of a topic that is created without saying how many: 1 to 10,000, default 1, as Kafka's.</summary>
    public int DefaultPartitions { get; init; } = 1;

    /// <summary>Partitions of all topics together, beyond which none is created. Default 10,000. Each holds files open.</summary>
    public int PartitionsMax { get; init; } = 10_000;

    /// <summary>Connections at a time; one more is closed at once. Default 1,000.</summary>
    public int ConnectionsMax { get; init; } = 1000;

    /// <summary>The largest request in bytes; a connection that announces more is closed. Default 100 MiB, as Kafka's <c>socket.request.max.bytes</c>.</summary>
    public int RequestBytesMax { get; init; } = 100 << 20;

    /// <summary>Bytes of requests under way on one connection, beyond which it is not read: default 16 MiB. One request is always let in.</summary>
    public int ConnectionBytesMax { get; init; } = 16 << 20;

    /// <summary>Bytes of requests under way on all connections, beyond which none is read: default 256 MiB. One request is always let in.</summary>
    public long RequestsBytesMax { get; init; } = 256L << 20;

    /// <summary>How long a group that gets its first member waits for more before it assigns partitions. Default 0; Kafka's is 3 s.</summary>
    public TimeSpan GroupInitialRebalanceDelay { get; init; } = TimeSpan.Zero;
}
