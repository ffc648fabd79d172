using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>A consumer group: its members, generation and state. The state machine of Kafka's classic groups; it neither stores nor waits.</summary>
/// <remarks>
/// Everything is called under the group's lock, <see cref="Gate"/>. Tasks that members wait for are completed there too; their
/// continuations run elsewhere. Source: org.apache.kafka.coordinator.group.classic.ClassicGroup and GroupMetadataManager.
/// </remarks>
internal sealed partial class Group(string id, TimeSpan initialDelay, int membersMax, TimeProvider time)
{
    private readonly Dictionary<string, GroupMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _static = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _pending = new(StringComparer.Ordinal);
    private DateTimeOffset _rebalanceEnds;
    private bool _mayGatherMore;

    public Lock Gate { get; } = new();

    public string Id { get; } = id;

    public GroupState State { get; private set; } = GroupState.Empty;

    public int Generation { get; private set; }

    public string? ProtocolType { get; private set; }

    public string? Protocol { get; private set; }

    public string? Leader { get; private set; }

    public DateTimeOffset EmptySince { get; private set; } = time.GetUtcNow();

    public IReadOnlyCollection<GroupMember> Members => _members.Values;

    /// <summary>When something is due without anybody asking: a rebalance, a member or a promised member id.</summary>
    public DateTimeOffset? NextDeadline => _members.Values.Select(member => member.Expires)
        .Concat(_pending.Values.Cast<DateTimeOffset?>())
        .Append(State == GroupState.PreparingRebalance ? _rebalanceEnds : null)
        .Where(deadline => deadline is not null)
        .Min();

    public GroupMember? Find(string memberId) => _members.GetValueOrDefault(memberId);

    /// <summary>Puts a group back as it was stored; its members have a whole session time-out to come back.</summary>
    public void Restore(StoredGroup stored)
    {
        (Generation, ProtocolType, Protocol, Leader, EmptySince) = (stored.Generation, stored.ProtocolType, stored.Protocol, stored.Leader, stored.Time);
        _members.Clear();
        _static.Clear();
        foreach (var member in stored.Members)
        {
            Add(new GroupMember(member.Id, member.ToJoining()) { Assignment = member.Assignment, Seen = time.GetUtcNow() });
        }

        State = _members.Count == 0 ? GroupState.Empty : GroupState.Stable;
    }

    public StoredGroup ToStored() => new(Id, Generation, ProtocolType, Protocol, Leader, time.GetUtcNow(), [.. _members.Values.Select(StoredMember.Of)]);

    /// <summary>Says whether a member may speak for itself, and that it is alive if so.</summary>
    public KafkaError Check(string memberId, string? instanceId, int? generation)
    {
        if (State == GroupState.Dead)
        {
            return KafkaError.CoordinatorNotAvailable;
        }

        if (instanceId is not null && _static.TryGetValue(instanceId, out var owner) && owner != memberId)
        {
            return KafkaError.FencedInstanceId;
        }

        if (!_members.TryGetValue(memberId, out var member) || (instanceId is not null && member.InstanceId != instanceId))
        {
            return KafkaError.UnknownMemberId;
        }

        if (generation is { } known && known != Generation)
        {
            return KafkaError.IllegalGeneration;
        }

        member.Seen = time.GetUtcNow();
        return KafkaError.None;
    }

    public KafkaError Heartbeat(string memberId, string? instanceId, int generation)
    {
        var error = Check(memberId, instanceId, generation);
        return error == KafkaError.None && State == GroupState.PreparingRebalance ? KafkaError.RebalanceInProgress : error;
    }

    /// <summary>Takes members out that leave.</summary>
    public KafkaError Leave(string memberId, string? instanceId)
    {
        if (_pending.Remove(memberId))
        {
            TryCompleteJoin();
            return KafkaError.None;
        }

        if (instanceId is not null && memberId.Length == 0)
        {
            memberId = _static.GetValueOrDefault(instanceId, "");
        }

        var error = Check(memberId, instanceId, null);
        if (error == KafkaError.None)
        {
            Remove(_members[memberId]);
        }

        return error;
    }

    /// <summary>Does what is due by now.</summary>
    public void Expire()
    {
        var now = time.GetUtcNow();
        foreach (var promised in _pending.Where(entry => entry.Value <= now).ToArray())
        {
            _pending.Remove(promised.Key);
        }

        foreach (var silent in _members.Values.Where(member => member.Expires <= now).ToArray())
        {
            Remove(silent);
        }

        TryCompleteJoin();
    }

    /// <summary>Says that the group is gone; whoever waits on it is sent to look for a coordinator again.</summary>
    public void Kill() => State = GroupState.Dead;

    private void Add(GroupMember member)
    {
        _members[member.Id] = member;
        if (member.InstanceId is { } instance)
        {
            _static[instance] = member.Id;
        }

        Leader ??= member.Id;
    }

    private void Remove(GroupMember member)
    {
        member.Join?.TrySetResult(new JoinOutcome(KafkaError.UnknownMemberId, member.Id));
        member.Sync?.TrySetResult(SyncOutcome.Refused(KafkaError.UnknownMemberId));
        _members.Remove(member.Id);
        if (member.InstanceId is { } instance && _static.GetValueOrDefault(instance) == member.Id)
        {
            _static.Remove(instance);
        }

        Leader = Leader == member.Id ? _members.Keys.FirstOrDefault() : Leader;
        if (State is GroupState.Stable or GroupState.CompletingRebalance)
        {
            PrepareRebalance();
        }
        else
        {
            TryCompleteJoin();
        }
    }
}
