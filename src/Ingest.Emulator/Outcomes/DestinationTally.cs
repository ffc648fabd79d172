using System.Globalization;
using Ingest.Emulator.Sending;

namespace Ingest.Emulator.Outcomes;

/// <summary>The counts of one topic or stream, and the highest position acknowledged in each of its parts.</summary>
internal sealed class DestinationTally(Destination destination)
{
    private readonly SortedDictionary<string, string> _highest = new(StringComparer.Ordinal);
    private long _unknown;

    public long Sent { get; set; }

    public long Bytes { get; set; }

    public long Acknowledged { get; private set; }

    public long Failed { get; private set; }

    public void Add(Stored stored)
    {
        Acknowledged++;
        if (!_highest.TryGetValue(stored.Shard, out var highest) || IsHigher(stored.Position, highest))
        {
            _highest[stored.Shard] = stored.Position;
        }
    }

    public void Add(NotStored failed)
    {
        Failed++;
        _unknown += failed.Kind == FailureKind.Unknown ? 1 : 0;
    }

    public EmulatorCounts Counts(EmulatorPath path, EmulatorSource source) => new(path, source, Sent, Acknowledged, Failed, _unknown, Bytes);

    public IEnumerable<TopicPosition> TopicPositions() =>
        destination.Path != EmulatorPath.Batch ? [] : _highest.Select(entry => new TopicPosition(
            destination.Name, int.Parse(entry.Key, CultureInfo.InvariantCulture), long.Parse(entry.Value, CultureInfo.InvariantCulture)));

    public IEnumerable<StreamPosition> StreamPositions() =>
        destination.Path != EmulatorPath.Stream ? [] : _highest.Select(entry => new StreamPosition(destination.Name, entry.Key, entry.Value));

    /// <summary>Positions are digits without leading zeros, wider than 64 bits: the longer one is higher.</summary>
    private static bool IsHigher(string position, string than) =>
        position.Length != than.Length ? position.Length > than.Length : string.CompareOrdinal(position, than) > 0;
}
