using System.Net;
using Ingest.DurableLog;

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

    /// <summary>How long a connection on which nothing comes is kept: default 10 minutes, as Kafka's <c>connections.max.idle.ms</c>.</summary>
    public TimeSpan ConnectionIdleMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a request may take to come once it is announced, and holds room: default 30 s.</summary>
    public TimeSpan RequestReceiveMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>When a record is acknowledged: flushed, or handed to the operating system. Default flushed.</summary>
    public FlushPolicy FlushPolicy { get; init; } = FlushPolicy.EveryCommit;

    /// <summary>How often old records are looked for and compacted topics are compacted: default 30 s.</summary>
    public TimeSpan MaintenanceInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the offsets of a group without members are kept: default 7 days, as Kafka's <c>offsets.retention.minutes</c>.</summary>
    public TimeSpan OffsetsRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The shortest session time-out a consumer may ask for: default 6 s, as Kafka's <c>group.min.session.timeout.ms</c>.</summary>
    public TimeSpan GroupSessionMin { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The longest session time-out a consumer may ask for: default 30 minutes, as Kafka's <c>group.max.session.timeout.ms</c>.</summary>
    public TimeSpan GroupSessionMax { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Members that a group may have, those that have asked for an id and not come back included. Default 1,000.</summary>
    public int GroupMembersMax { get; init; } = 1000;

    /// <summary>Groups that there may be, beyond which a new one is refused. Default 10,000.</summary>
    public int GroupsMax { get; init; } = 10_000;

    /// <summary>How long a group that gets its first member waits for more before it assigns partitions. Default 0; Kafka's is 3 s.</summary>
    public TimeSpan GroupInitialRebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <exception cref="ArgumentException">What does not hold, all of it.</exception>
    internal void Validate()
    {
        var broken = new List<string>();
        Check(DataDirectory.Length > 0, "DataDirectory is empty.");
        Check(Advertise is null || (Advertise.Host.Length > 0 && Advertise.Port is > 0 and <= 65535), "Advertise must name a host and a port from 1 to 65535.");
        Check(DefaultPartitions is >= 1 and <= 10_000, $"DefaultPartitions is {DefaultPartitions}; it must be from 1 to 10,000.");
        Check(PartitionsMax >= 1, $"PartitionsMax is {PartitionsMax}; it must be 1 or more.");
        Check(ConnectionsMax >= 1, $"ConnectionsMax is {ConnectionsMax}; it must be 1 or more.");
        Check(RequestBytesMax is >= 1 << 20 and <= 256 << 20, $"RequestBytesMax is {RequestBytesMax}; it must be from 1 MiB to 256 MiB.");
        Check(ConnectionBytesMax >= 1, $"ConnectionBytesMax is {ConnectionBytesMax}; it must be 1 or more.");
        Check(RequestsBytesMax >= 1, $"RequestsBytesMax is {RequestsBytesMax}; it must be 1 or more.");
        Check(GroupSessionMin > TimeSpan.Zero && GroupSessionMin <= GroupSessionMax, "GroupSessionMin must be above zero and at most GroupSessionMax.");
        foreach (var (name, value) in new[] { (nameof(ConnectionIdleMax), ConnectionIdleMax), (nameof(RequestReceiveMax), RequestReceiveMax), (nameof(MaintenanceInterval), MaintenanceInterval), (nameof(OffsetsRetention), OffsetsRetention) })
        {
            Check(value > TimeSpan.Zero, $"{name} is {value}; it must be above zero.");
        }

        if (broken.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, broken));
        }

        void Check(bool holds, string reason)
        {
            if (!holds)
            {
                broken.Add(reason);
            }
        }
    }
}
