using System.Collections.Concurrent;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>All groups: what is asked of them, what is stored of them, and what is due without being asked.</summary>
internal sealed partial class GroupCoordinator(EmbeddedKafkaOptions options, GroupLog log, TimeProvider time, ILogger<GroupCoordinator> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, CoordinatedGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Every group there is, by name.</summary>
    public IEnumerable<CoordinatedGroup> All => _groups.Values.OrderBy(group => group.State.Id, StringComparer.Ordinal);

    public CoordinatedGroup? Find(string id) => _groups.GetValueOrDefault(id);

    /// <summary>Takes over what the log says.</summary>
    public void Load()
    {
        foreach (var (entry, at) in log.ReadAll())
        {
            Apply(entry, at);
        }

        foreach (var group in _groups.Values)
        {
            lock (group.State.Gate)
            {
                Schedule(group);
            }
        }

        LogLoaded(_groups.Count);
    }

    public async Task<JoinOutcome> JoinAsync(string groupId, Joining joining, bool idFirst, bool maySkip, CancellationToken cancellation)
    {
        if (groupId.Length == 0)
        {
            return new JoinOutcome(KafkaError.InvalidGroupId, joining.MemberId);
        }

        if (joining.SessionTimeout < options.GroupSessionMin || joining.SessionTimeout > options.GroupSessionMax)
        {
            return new JoinOutcome(KafkaError.InvalidSessionTimeout, joining.MemberId);
        }

        if ((joining.MemberId.Length == 0 ? FindOrAdd(groupId) : Find(groupId)) is not { } group)
        {
            return new JoinOutcome(joining.MemberId.Length == 0 ? KafkaError.CoordinatorNotAvailable : KafkaError.UnknownMemberId, joining.MemberId);
        }

        Task<JoinOutcome> joined;
        lock (group.State.Gate)
        {
            joined = group.State.JoinAsync(joining, $"{joining.InstanceId ?? joining.ClientId}-{Guid.NewGuid()}", idFirst, maySkip);
            Schedule(group);
        }

        return await joined.WaitAsync(cancellation);
    }

    public async Task<SyncOutcome> SyncAsync(
        string groupId, string memberId, string? instanceId, int generation, (string? Type, string? Name) protocol, IReadOnlyDictionary<string, byte[]> assignments, CancellationToken cancellation)
    {
        if (Find(groupId) is not { } group)
        {
            return SyncOutcome.Refused(KafkaError.UnknownMemberId);
        }

        Task<SyncOutcome> synced;
        lock (group.State.Gate)
        {
            if (group.State.Check(memberId, instanceId, generation) is var error and not KafkaError.None)
            {
                return SyncOutcome.Refused(error);
            }

            if ((protocol.Type ?? group.State.ProtocolType) != group.State.ProtocolType || (protocol.Name ?? group.State.Protocol) != group.State.Protocol)
            {
                return SyncOutcome.Refused(KafkaError.InconsistentGroupProtocol);
            }

            synced = group.State.SyncAsync(memberId, () => _ = StoreAndAssignAsync(group, generation, assignments));
            Schedule(group);
        }

        return await synced.WaitAsync(cancellation);
    }

    public KafkaError Heartbeat(string groupId, string memberId, string? instanceId, int generation) =>
        Ask(groupId, group => group.Heartbeat(memberId, instanceId, generation));

    public KafkaError Leave(string groupId, string memberId, string? instanceId) => Ask(groupId, group => group.Leave(memberId, instanceId));

    /// <summary>Deletes a group that has no members, with its offsets.</summary>
    public async Task<KafkaError> DeleteAsync(string groupId)
    {
        if (Find(groupId) is not { } group)
        {
            return groupId.Length == 0 ? KafkaError.InvalidGroupId : KafkaError.GroupIdNotFound;
        }

        lock (group.State.Gate)
        {
            if (group.State.State != GroupState.Empty)
            {
                return group.State.State == GroupState.Dead ? KafkaError.GroupIdNotFound : KafkaError.NonEmptyGroup;
            }

            group.State.Kill();
        }

        return await StoreAsync([new StoredGroupEnd(groupId)]) is { } failure ? failure : Forget(group);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var group in _groups.Values)
        {
            lock (group.State.Gate)
            {
                group.Timer?.Dispose();
                group.Timer = null;
            }
        }

        await log.DisposeAsync();
    }

    private KafkaError Ask(string groupId, Func<Group, KafkaError> ask)
    {
        if (Find(groupId) is not { } group)
        {
            return KafkaError.UnknownMemberId;
        }

        lock (group.State.Gate)
        {
            var error = ask(group.State);
            Schedule(group);
            return error;
        }
    }

    private CoordinatedGroup? FindOrAdd(string groupId)
    {
        if (Find(groupId) is { } known)
        {
            return known;
        }

        return _groups.Count >= options.GroupsMax ? null
            : _groups.GetOrAdd(groupId, id => new CoordinatedGroup(new Group(id, options.GroupInitialRebalanceDelay, options.GroupMembersMax, time)));
    }

    private KafkaError Forget(CoordinatedGroup group)
    {
        _groups.TryRemove(KeyValuePair.Create(group.State.Id, group));
        return KafkaError.None;
    }

    [LoggerMessage(40, LogLevel.Information, "Loaded {Groups} groups")]
    private partial void LogLoaded(int groups);
}
