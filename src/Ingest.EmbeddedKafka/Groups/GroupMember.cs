namespace Ingest.EmbeddedKafka.Groups;

/// <summary>A protocol that a member can assign partitions by, with what it tells the leader under it. The broker looks into neither.</summary>
internal sealed record GroupProtocol(string Name, byte[] Metadata);

/// <summary>Who joins, and how: what JoinGroup says of a member.</summary>
internal sealed record Joining(
    string MemberId,
    string? InstanceId,
    string ClientId,
    string ClientHost,
    TimeSpan SessionTimeout,
    TimeSpan RebalanceTimeout,
    string ProtocolType,
    IReadOnlyList<GroupProtocol> Protocols);

/// <summary>A member of a group. Guarded by its group.</summary>
internal sealed class GroupMember(string id, Joining joining)
{
    /// <summary>A static member gets another id when it joins anew; whoever still uses the old one is fenced.</summary>
    public string Id { get; } = id;

    public string? InstanceId => Joined.InstanceId;

    public Joining Joined { get; private set; } = joining;

    public byte[] Assignment { get; set; } = [];

    /// <summary>Waits for the rebalance to have all members; null when it has not joined this one.</summary>
    public TaskCompletionSource<JoinOutcome>? Join { get; set; }

    /// <summary>Waits for the leader's assignment.</summary>
    public TaskCompletionSource<SyncOutcome>? Sync { get; set; }

    /// <summary>When it was last heard of. A member that waits for an answer is alive whatever this says.</summary>
    public DateTimeOffset Seen { get; set; }

    public DateTimeOffset? Expires => Join is null && Sync is null ? Seen + Joined.SessionTimeout : null;

    public bool Supports(IReadOnlyList<GroupProtocol> protocols) =>
        Joined.Protocols.Count == protocols.Count
        && Joined.Protocols.Zip(protocols).All(pair => pair.First.Name == pair.Second.Name && pair.First.Metadata.AsSpan().SequenceEqual(pair.Second.Metadata));

    public void Update(Joining joining) => Joined = joining;

    public byte[] MetadataOf(string? protocol) => Joined.Protocols.FirstOrDefault(known => known.Name == protocol)?.Metadata ?? [];
}
