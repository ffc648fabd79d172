using System.Text.Json.Serialization;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>An entry of the groups' log. The latest one of its kind and key counts.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StoredGroup), "group")]
[JsonDerivedType(typeof(StoredGroupEnd), "group-end")]
[JsonDerivedType(typeof(StoredOffset), "offset")]
[JsonDerivedType(typeof(StoredOffsetEnd), "offset-end")]
internal abstract record StoredEntry;

/// <summary>A group as it was when its assignment was made, or when its last member left.</summary>
internal sealed record StoredGroup(
    string Group, int Generation, string? ProtocolType, string? Protocol, string? Leader, DateTimeOffset Time, IReadOnlyList<StoredMember> Members) : StoredEntry;

/// <summary>The group is gone, its offsets with it.</summary>
internal sealed record StoredGroupEnd(string Group) : StoredEntry;

/// <summary>An offset that was committed.</summary>
internal sealed record StoredOffset(string Group, string Topic, int Partition, long Offset, int LeaderEpoch, string? Metadata, DateTimeOffset Time) : StoredEntry;

/// <summary>An offset that counts no more: deleted, too old, or of a topic that was deleted.</summary>
internal sealed record StoredOffsetEnd(string Group, string Topic, int Partition) : StoredEntry;

internal sealed record StoredMember(
    string Id, string? InstanceId, string ClientId, string ClientHost, TimeSpan SessionTimeout, TimeSpan RebalanceTimeout, string ProtocolType, IReadOnlyList<GroupProtocol> Protocols, byte[] Assignment)
{
    public static StoredMember Of(GroupMember member) => new(
        member.Id, member.InstanceId, member.Joined.ClientId, member.Joined.ClientHost, member.Joined.SessionTimeout, member.Joined.RebalanceTimeout, member.Joined.ProtocolType, member.Joined.Protocols, member.Assignment);

    public Joining ToJoining() => new(Id, InstanceId, ClientId, ClientHost, SessionTimeout, RebalanceTimeout, ProtocolType, Protocols);
}

[JsonSerializable(typeof(StoredEntry))]
internal sealed partial class StoredEntryJson : JsonSerializerContext;
