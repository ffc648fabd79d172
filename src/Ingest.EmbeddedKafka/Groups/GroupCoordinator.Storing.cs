using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>What is stored of groups, and what is due.</summary>
internal sealed partial class GroupCoordinator
{
    /// <summary>What an assignment gives members is stored before they have it: after a crash they find the group as they know it.</summary>
    private async Task StoreAndAssignAsync(CoordinatedGroup group, int generation, IReadOnlyDictionary<string, byte[]> assignments)
    {
        StoredGroup stored;
        lock (group.State.Gate)
        {
            stored = group.State.ToStored();
            stored = stored with { Members = [.. stored.Members.Select(member => member with { Assignment = assignments.GetValueOrDefault(member.Id, []) })] };
        }

        var failure = await StoreAsync([stored], at => group.StoredAt = Math.Max(group.StoredAt, at));
        lock (group.State.Gate)
        {
            group.State.Assign(generation, assignments, failure ?? KafkaError.None);
            Schedule(group);
        }
    }

    /// <returns>Null when the entries are acknowledged.</returns>
    private async Task<KafkaError?> StoreAsync(IReadOnlyCollection<StoredEntry> entries, Action<long>? stored = null)
    {
        try
        {
            await log.AppendAsync(entries, stored ?? (_ => { }));
            return null;
        }
        catch (Exception failure) when (failure is DurableLogFullException or DurableLogFailedException or ObjectDisposedException or ArgumentOutOfRangeException)
        {
            LogNotStored(failure, entries.First());
            return failure is ObjectDisposedException ? KafkaError.NotCoordinator : KafkaError.CoordinatorNotAvailable;
        }
    }

    /// <summary>Sets the group's timer to what is due next. Under the group's lock.</summary>
    private void Schedule(CoordinatedGroup group)
    {
        if (group.State.State == GroupState.Empty && !group.EmptyStored && group.State.Generation > 0)
        {
            group.EmptyStored = true;
            _ = StoreAsync([group.State.ToStored()], at => group.StoredAt = Math.Max(group.StoredAt, at));
        }

        group.EmptyStored &= group.State.State == GroupState.Empty;
        if (group.State.NextDeadline is not { } deadline)
        {
            group.Timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var due = deadline - time.GetUtcNow();
        due = due < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : due;
        group.Timer ??= time.CreateTimer(_ => Expire(group), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        group.Timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Expire(CoordinatedGroup group)
    {
        lock (group.State.Gate)
        {
            if (group.Timer is not null)
            {
                group.State.Expire();
                Schedule(group);
            }
        }
    }

    [LoggerMessage(41, LogLevel.Error, "Not stored: {Entry}")]
    private partial void LogNotStored(Exception failure, StoredEntry entry);
}
