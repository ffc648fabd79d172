using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

internal sealed partial class GroupCoordinator
{
    /// <summary>Says whether who commits may do so: a member of the present generation, or anybody when the group has no members.</summary>
    /// <returns>The group, or an error for all its partitions.</returns>
    public (CoordinatedGroup? Group, KafkaError Error) OpenToCommit(string groupId, string memberId, string? instanceId, int generation)
    {
        if (groupId.Length == 0)
        {
            return (null, KafkaError.InvalidGroupId);
        }

        var group = generation < 0 ? FindOrAdd(groupId) : Find(groupId);
        if (group is null)
        {
            return (null, generation < 0 ? KafkaError.CoordinatorNotAvailable : KafkaError.IllegalGeneration);
        }

        lock (group.State.Gate)
        {
            if (generation < 0 && group.State.State == GroupState.Empty)
            {
                return (group, KafkaError.None);
            }

            var error = group.State.Check(memberId, instanceId, generation);
            Schedule(group);
            return error != KafkaError.None ? (null, error)
                : group.State.State == GroupState.CompletingRebalance ? (null, KafkaError.RebalanceInProgress)
                : (group, KafkaError.None);
        }
    }

    /// <summary>Commits offsets together; they count when this returns.</summary>
    public async Task<KafkaError> CommitAsync(CoordinatedGroup group, IReadOnlyList<(string Topic, int Partition, long Offset, int LeaderEpoch, string? Metadata)> offsets)
    {
        var now = time.GetUtcNow();
        var entries = offsets.Select(offset => new StoredOffset(group.State.Id, offset.Topic, offset.Partition, offset.Offset, offset.LeaderEpoch, offset.Metadata, now)).ToArray();
        return await StoreAsync(entries, at =>
        {
            for (var i = 0; i < entries.Length; i++)
            {
                Set(group, entries[i], at + i);
            }
        }) ?? KafkaError.None;
    }

    /// <summary>Forgets offsets of a group.</summary>
    public async Task<KafkaError> DeleteOffsetsAsync(CoordinatedGroup group, IReadOnlyList<(string Topic, int Partition)> offsets)
    {
        var entries = offsets.Select(offset => new StoredOffsetEnd(group.State.Id, offset.Topic, offset.Partition)).ToArray();
        return entries.Length == 0 ? KafkaError.None : await StoreAsync(entries, at =>
        {
            foreach (var (topic, partition) in offsets)
            {
                group.Offsets.Remove(topic, partition, at);
            }
        }) ?? KafkaError.None;
    }

    /// <summary>Forgets what groups committed of topics that were deleted: one of the same name starts anew.</summary>
    /// <param name="gone">Whether a topic is one of them.</param>
    public async Task ForgetTopicsAsync(Predicate<string> gone)
    {
        foreach (var group in All)
        {
            await DeleteOffsetsAsync(group, [.. group.Offsets.All.Where(offset => gone(offset.Key.Topic)).Select(offset => offset.Key)]);
        }
    }

    /// <summary>Forgets what is too old, and keeps the log short. One call at a time.</summary>
    public async Task MaintainAsync(CancellationToken cancellation)
    {
        var oldest = time.GetUtcNow() - options.OffsetsRetention;
        foreach (var group in All)
        {
            GroupState state;
            DateTimeOffset emptySince;
            lock (group.State.Gate)
            {
                (state, emptySince) = (group.State.State, group.State.EmptySince);
            }

            if (state == GroupState.Empty && emptySince < oldest)
            {
                await DeleteOffsetsAsync(group, [.. group.Offsets.All.Where(offset => offset.Value.Time < oldest).Select(offset => offset.Key)]);
            }

            if (state == GroupState.Empty && group.Offsets.IsEmpty && emptySince < oldest)
            {
                await DeleteAsync(group.State.Id);
            }
        }

        await log.CompactAsync(Counts, cancellation);
    }

    private static void Set(CoordinatedGroup group, StoredOffset stored, long at) => group.Offsets.Set(
        stored.Topic, stored.Partition, new CommittedOffset(stored.Offset, stored.LeaderEpoch, stored.Metadata, stored.Time, at));

    /// <summary>Whether an entry of the log is still what counts. Ends count no longer than what they end, which goes with them.</summary>
    private bool Counts(StoredEntry entry, long at) => entry switch
    {
        StoredGroup group => Find(group.Group)?.StoredAt == at,
        StoredOffset offset => Find(offset.Group)?.Offsets.Find(offset.Topic, offset.Partition)?.At == at,
        _ => false,
    };

    private void Apply(StoredEntry entry, long at)
    {
        switch (entry)
        {
            case StoredGroup stored:
                var group = Loaded(stored.Group);
                group.State.Restore(stored);
                group.StoredAt = at;
                group.EmptyStored = stored.Members.Count == 0;
                break;
            case StoredOffset stored:
                Set(Loaded(stored.Group), stored, at);
                break;
            case StoredOffsetEnd end:
                Loaded(end.Group).Offsets.Remove(end.Topic, end.Partition, at);
                break;
            case StoredGroupEnd end:
                _groups.TryRemove(end.Group, out _);
                break;
            default:
                throw new InvalidDataException($"The groups' log holds {entry}, which this version does not know.");
        }
    }

    private CoordinatedGroup Loaded(string id) =>
        _groups.GetOrAdd(id, key => new CoordinatedGroup(new Group(key, options.GroupInitialRebalanceDelay, options.GroupMembersMax, time)));
}
