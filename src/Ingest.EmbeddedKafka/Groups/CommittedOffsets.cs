using System.Collections.Concurrent;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>An offset that a group committed, and where in the log that stands.</summary>
internal sealed record CommittedOffset(long Offset, int LeaderEpoch, string? Metadata, DateTimeOffset Time, long At);

/// <summary>The offsets of one group.</summary>
internal sealed class CommittedOffsets
{
    private readonly ConcurrentDictionary<(string Topic, int Partition), CommittedOffset> _offsets = new();

    public bool IsEmpty => _offsets.IsEmpty;

    public IEnumerable<KeyValuePair<(string Topic, int Partition), CommittedOffset>> All => _offsets;

    public CommittedOffset? Find(string topic, int partition) => _offsets.GetValueOrDefault((topic, partition));

    /// <summary>Takes a commit over unless a later one is there: acknowledgements may come in any order.</summary>
    public void Set(string topic, int partition, CommittedOffset committed) =>
        _offsets.AddOrUpdate((topic, partition), committed, (_, present) => present.At > committed.At ? present : committed);

    /// <summary>Forgets an offset, unless it was committed after the entry that ends it.</summary>
    public void Remove(string topic, int partition, long at)
    {
        if (_offsets.TryGetValue((topic, partition), out var present) && present.At < at)
        {
            _offsets.TryRemove(KeyValuePair.Create((topic, partition), present));
        }
    }
}
