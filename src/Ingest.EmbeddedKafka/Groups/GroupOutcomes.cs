using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>What JoinGroup answers.</summary>
internal sealed record JoinOutcome(KafkaError Error, string MemberId)
{
    public int Generation { get; init; } = -1;

    public string? ProtocolType { get; init; }

    public string? Protocol { get; init; }

    public string Leader { get; init; } = "";

    /// <summary>A static leader that came back need not assign again (KIP-814).</summary>
    public bool SkipAssignment { get; init; }

    /// <summary>All members, for the leader; nothing for the others.</summary>
    public IReadOnlyList<(string MemberId, string? InstanceId, byte[] Metadata)> Members { get; init; } = [];
}

/// <summary>What SyncGroup answers.</summary>
internal sealed record SyncOutcome(KafkaError Error, byte[] Assignment)
{
    public string? ProtocolType { get; init; }

    public string? Protocol { get; init; }

    public static SyncOutcome Refused(KafkaError error) => new(error, []);
}

/// <summary>The states of a group, by their names in Kafka.</summary>
internal enum GroupState
{
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
    Dead,
}
