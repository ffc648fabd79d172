using Analytics.Worker.Pipelines;
using Ingest.ObjectStore;

namespace Analytics.Worker.Batch;

/// <summary>Finds the objects of a topic that have not been taken in.</summary>
internal sealed partial class TopicListing(IObjectStore store, WorkerMetrics metrics, ILogger<TopicListing> log)
{
    private const int UnknownMax = 1000;
    private readonly HashSet<string> _unknown = [];

    // An object that changes stays changed; it is told once, not at every look.
    private readonly Dictionary<string, string> _changed = [];

    /// <summary>New objects of each partition in the order of their offsets, at most <paramref name="objectsMax"/> of each.</summary>
    /// <param name="source">Whose topic it is.</param>
    /// <param name="positions">How far the source's partitions have been taken in.</param>
    /// <param name="objectsMax">How many are of use.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<Queue<ManifestObject>>> FindNewAsync(
        PipelineSource source, IReadOnlyDictionary<int, PartitionPosition> positions, int objectsMax, CancellationToken cancellation)
    {
        var found = new List<Queue<ManifestObject>>();
        string? after = null;
        while (await FirstPartitionAsync(source.Topic, after, cancellation) is { } partition)
        {
            var objects = await FindNewAsync(source, partition, positions.GetValueOrDefault(partition), objectsMax, cancellation);
            if (objects.Count > 0)
            {
                found.Add(objects);
            }

            after = ObjectName.After(source.Topic, partition);
        }

        return found;
    }

    private async Task<int?> FirstPartitionAsync(string topic, string? after, CancellationToken cancellation)
    {
        await foreach (var entry in store.ListAsync(ObjectName.Prefix(topic), after, cancellation))
        {
            if (ObjectName.PartitionOf(topic, entry.Key) is { } partition)
            {
                return partition;
            }
        }

        return null;
    }

    /// <summary>Lists twice: a listing that runs while objects are created may show one and miss the one before it.</summary>
    /// <remarks>Each is created after the one before, so a second listing misses none before the last of the first.</remarks>
    private async Task<Queue<ManifestObject>> FindNewAsync(
        PipelineSource source, int partition, PartitionPosition? position, int objectsMax, CancellationToken cancellation)
    {
        var first = await ListAsync(source, partition, position, objectsMax, cancellation);
        if (first.Count == 0)
        {
            return [];
        }

        var last = first.Max(item => item.FirstOffset);
        var second = await ListAsync(source, partition, position, objectsMax, cancellation);
        return new Queue<ManifestObject>(second.Where(item => item.FirstOffset <= last).OrderBy(item => item.FirstOffset));
    }

    private async Task<IReadOnlyCollection<ManifestObject>> ListAsync(
        PipelineSource source, int partition, PartitionPosition? position, int objectsMax, CancellationToken cancellation)
    {
        // From just before the last one on, so that a change of it is seen too.
        var isWhole = position is null || ObjectName.MayGainADigit(position.FirstOffset);
        var objects = new PriorityQueue<ManifestObject, long>(); // the latest first, to be dropped when there are too many
        await foreach (var entry in store.ListAsync(
            ObjectName.Prefix(source.Topic, partition), isWhole ? null : position!.LastKey[..^1], cancellation))
        {
            if (ObjectName.FirstOffsetOf(entry.Key) is not { } offset)
            {
                TellUnknown(entry.Key);
                continue;
            }

            if (position is null || offset > position.FirstOffset)
            {
                objects.Enqueue(new ManifestObject(source.Name, partition, offset, entry.Key, entry.ETag, entry.SizeBytes), -offset);
                if (objects.Count > objectsMax)
                {
                    objects.Dequeue();
                    if (!isWhole)
                    {
                        break;
                    }
                }
            }
            else if (entry.Key == position.LastKey)
            {
                Compare(entry, position);
            }
        }

        return [.. objects.UnorderedItems.Select(item => item.Element)];
    }

    private void TellUnknown(string key)
    {
        if (_unknown.Count < UnknownMax && _unknown.Add(key))
        {
            LogUnknown(key);
        }
    }

    private void Compare(ObjectEntry entry, PartitionPosition position)
    {
        if (entry.ETag != position.ETag && _changed.GetValueOrDefault(entry.Key) != entry.ETag)
        {
            _changed[entry.Key] = entry.ETag;
            metrics.ObjectAlarm(position.Source, "changed");
            LogChanged(entry.Key, position.ETag, entry.ETag);
        }
    }
}
