using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

internal sealed partial class Group
{
    /// <summary>Lets a member in, or lets it join the rebalance that is under way.</summary>
    /// <param name="joining">The member; without an id when it is new.</param>
    /// <param name="newId">The id it gets then.</param>
    /// <param name="idFirst">Whether a new member must come again with its id, so that one whose answer was lost leaves nothing behind (KIP-394).</param>
    /// <param name="maySkip">Whether the client knows that a leader need not assign (KIP-814); else it must not hear that it leads.</param>
    public Task<JoinOutcome> JoinAsync(Joining joining, string newId, bool idFirst, bool maySkip)
    {
        if (State == GroupState.Dead)
        {
            return Refused(joining, KafkaError.CoordinatorNotAvailable);
        }

        if (!IsConsistent(joining))
        {
            return Refused(joining, KafkaError.InconsistentGroupProtocol);
        }

        return joining.MemberId.Length == 0 ? JoinAsNew(joining, newId, idFirst, maySkip)
            : _pending.Remove(joining.MemberId) ? JoinAsMember(new GroupMember(joining.MemberId, joining))
            : Check(joining.MemberId, joining.InstanceId, null) is var error and not KafkaError.None ? Refused(joining, error)
            : JoinAgain(_members[joining.MemberId], joining);
    }

    /// <summary>Takes the leader's assignment, or waits for it.</summary>
    /// <param name="memberId">Who asks.</param>
    /// <param name="assign">Called with the state locked when the leader's assignment is to be stored and then handed out by <see cref="Assign"/>.</param>
    public Task<SyncOutcome> SyncAsync(string memberId, Action assign)
    {
        var member = _members[memberId];
        switch (State)
        {
            case GroupState.PreparingRebalance:
                return Task.FromResult(SyncOutcome.Refused(KafkaError.RebalanceInProgress));
            case GroupState.CompletingRebalance:
                member.Sync?.TrySetResult(SyncOutcome.Refused(KafkaError.RebalanceInProgress));
                member.Sync = new(TaskCreationOptions.RunContinuationsAsynchronously);
                var waiting = member.Sync.Task;
                if (memberId == Leader)
                {
                    assign();
                }

                return waiting;
            default:
                return Task.FromResult(Assigned(member));
        }
    }

    /// <summary>Hands out what the leader assigned, if its generation is still the present one.</summary>
    public void Assign(int generation, IReadOnlyDictionary<string, byte[]> assignments, KafkaError error)
    {
        if (State != GroupState.CompletingRebalance || generation != Generation)
        {
            return;
        }

        if (error != KafkaError.None)
        {
            PrepareRebalance(error);
            return;
        }

        State = GroupState.Stable;
        foreach (var member in _members.Values)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id, []);
            member.Seen = time.GetUtcNow();
            member.Sync?.TrySetResult(Assigned(member));
            member.Sync = null;
        }
    }

    private static Task<JoinOutcome> Refused(Joining joining, KafkaError error) => Task.FromResult(new JoinOutcome(error, joining.MemberId));

    private bool IsConsistent(Joining joining) =>
        joining.Protocols.Count > 0 && joining.ProtocolType.Length > 0
        && (_members.Count == 0 || (joining.ProtocolType == ProtocolType
            && joining.Protocols.Any(protocol => _members.Values.Where(member => member.Id != joining.MemberId).All(member => member.Joined.Protocols.Any(other => other.Name == protocol.Name)))));

    private Task<JoinOutcome> JoinAsNew(Joining joining, string newId, bool idFirst, bool maySkip)
    {
        if (joining.InstanceId is { } instance && _static.TryGetValue(instance, out var old))
        {
            return ReplaceStatic(_members[old], joining, newId, maySkip);
        }

        if (_members.Count + _pending.Count >= membersMax)
        {
            return Refused(joining, KafkaError.GroupMaxSizeReached);
        }

        if (idFirst && joining.InstanceId is null)
        {
            _pending[newId] = time.GetUtcNow() + joining.SessionTimeout;
            return Task.FromResult(new JoinOutcome(KafkaError.MemberIdRequired, newId));
        }

        return JoinAsMember(new GroupMember(newId, joining));
    }

    /// <summary>A static member that was restarted takes its old place, without a rebalance when nothing about it has changed (KIP-345).</summary>
    private Task<JoinOutcome> ReplaceStatic(GroupMember old, Joining joining, string newId, bool maySkip)
    {
        old.Join?.TrySetResult(new JoinOutcome(KafkaError.FencedInstanceId, old.Id));
        old.Sync?.TrySetResult(SyncOutcome.Refused(KafkaError.FencedInstanceId));
        _members.Remove(old.Id);
        var member = new GroupMember(newId, joining) { Assignment = old.Assignment, Seen = time.GetUtcNow() };
        Add(member);
        var ledBefore = Leader == old.Id;
        Leader = ledBefore ? newId : Leader;
        if (State == GroupState.Stable && old.Supports(joining.Protocols))
        {
            var joined = Joined(member);
            return Task.FromResult(maySkip ? joined with { SkipAssignment = ledBefore } : joined with { Leader = ledBefore ? old.Id : joined.Leader, Members = [] });
        }

        return Rebalance(member);
    }

    private Task<JoinOutcome> JoinAsMember(GroupMember member)
    {
        member.Seen = time.GetUtcNow();
        Add(member);
        ProtocolType = member.Joined.ProtocolType;
        return Rebalance(member);
    }

    private Task<JoinOutcome> JoinAgain(GroupMember member, Joining joining)
    {
        var same = member.Supports(joining.Protocols);
        member.Update(joining);
        return State == GroupState.CompletingRebalance && same ? Task.FromResult(Joined(member))
            : State == GroupState.Stable && same && member.Id != Leader ? Task.FromResult(Joined(member))
            : Rebalance(member);
    }

    private Task<JoinOutcome> Rebalance(GroupMember member)
    {
        member.Join?.TrySetResult(new JoinOutcome(KafkaError.RebalanceInProgress, member.Id));
        member.Join = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var joined = member.Join.Task;
        if (State == GroupState.PreparingRebalance)
        {
            TryCompleteJoin();
        }
        else
        {
            PrepareRebalance();
        }

        return joined;
    }

    private void PrepareRebalance(KafkaError toWaiting = KafkaError.RebalanceInProgress)
    {
        foreach (var member in _members.Values)
        {
            member.Sync?.TrySetResult(SyncOutcome.Refused(toWaiting));
            member.Sync = null;
        }

        var now = time.GetUtcNow();
        _mayGatherMore = State == GroupState.Empty && initialDelay > TimeSpan.Zero;
        State = GroupState.PreparingRebalance;
        _rebalanceEnds = now + (_mayGatherMore ? initialDelay : _members.Values.Select(member => member.Joined.RebalanceTimeout).DefaultIfEmpty().Max());
        TryCompleteJoin();
    }

    private void TryCompleteJoin()
    {
        if (State != GroupState.PreparingRebalance)
        {
            return;
        }

        var late = time.GetUtcNow() >= _rebalanceEnds;
        var all = _pending.Count == 0 && _members.Values.All(member => member.Join is not null);
        if (late || (all && !_mayGatherMore))
        {
            CompleteJoin();
        }
    }

    private void CompleteJoin()
    {
        // Who did not join in time is out; a static member keeps its place until its session ends.
        foreach (var absent in _members.Values.Where(member => member.Join is null && member.InstanceId is null).ToArray())
        {
            _members.Remove(absent.Id);
        }

        Generation++;
        if (_members.Count == 0)
        {
            (State, Protocol, Leader, EmptySince) = (GroupState.Empty, null, null, time.GetUtcNow());
            return;
        }

        if (Leader is null || !_members.TryGetValue(Leader, out var leader) || leader.Join is null)
        {
            Leader = _members.Values.FirstOrDefault(member => member.Join is not null)?.Id ?? _members.Keys.First();
        }

        State = GroupState.CompletingRebalance;
        Protocol = ChooseProtocol();
        foreach (var member in _members.Values)
        {
            member.Seen = time.GetUtcNow();
            member.Join?.TrySetResult(Joined(member));
            member.Join = null;
        }
    }

    /// <summary>Of the protocols that all members support, the one that most prefer.</summary>
    private string ChooseProtocol()
    {
        var common = _members.Values.Select(member => member.Joined.Protocols.Select(protocol => protocol.Name)).Aggregate((all, names) => all.Intersect(names)).ToHashSet(StringComparer.Ordinal);
        return _members.Values.Select(member => member.Joined.Protocols.First(protocol => common.Contains(protocol.Name)).Name)
            .GroupBy(name => name).OrderByDescending(votes => votes.Count()).ThenBy(votes => votes.Key, StringComparer.Ordinal).First().Key;
    }

    private JoinOutcome Joined(GroupMember member) => new(KafkaError.None, member.Id)
    {
        Generation = Generation,
        ProtocolType = ProtocolType,
        Protocol = Protocol,
        Leader = Leader ?? "",
        Members = member.Id == Leader ? [.. _members.Values.Select(other => (other.Id, other.InstanceId, other.MetadataOf(Protocol)))] : [],
    };

    private SyncOutcome Assigned(GroupMember member) => new(KafkaError.None, member.Assignment) { ProtocolType = ProtocolType, Protocol = Protocol };
}
