using System.Globalization;
using System.Numerics;
using Ingest.Emulator;

namespace Ingest.Local.Demo;

/// <summary>How far the worker is, as it tells at <c>/analytics/pinterest/progress</c>; only what the demo asks of it.</summary>
/// <param name="Batch">The batch path, as far as the answers served include it.</param>
/// <param name="Stream">The stream path, as far as its tables hold it.</param>
internal sealed record WorkerProgress(BatchProgress Batch, StreamProgress Stream)
{
    /// <summary>Rows of each stream table, by source.</summary>
    public IReadOnlyDictionary<string, long> StreamRows => Stream.Sources.ToDictionary(source => source.Key, source => source.Value.Rows);

    /// <summary>The positions of <paramref name="report"/> that are not in yet, each as a line for people; empty when all are.</summary>
    public IReadOnlyList<string> Missing(EmulatorReport report) =>
    [
        .. report.TopicPositions.Where(position => !Includes(position)).Select(position => $"{position.Topic}/{position.Partition} offset {position.Offset}"),
        .. report.StreamPositions.Where(position => !Includes(position)).Select(position => $"{position.Stream}/{position.ShardId} {position.SequenceNumber}"),
    ];

    private bool Includes(TopicPosition position) => Batch.Sources.Values
        .Where(topic => topic.Topic == position.Topic)
        .SelectMany(topic => topic.Partitions)
        .Any(partition => partition.Partition == position.Partition && position.Offset < partition.NextOffset);

    /// <summary>Sequence numbers are wider than any machine number and not of one length.</summary>
    private bool Includes(StreamPosition position) => Stream.Sources.Values
        .Where(table => table.Stream == position.Stream)
        .SelectMany(table => table.Shards)
        .Any(shard => shard.ShardId == position.ShardId && shard.SequenceNumber is { } reached && Number(position.SequenceNumber) <= Number(reached));

    private static BigInteger Number(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>The batch path.</summary>
internal sealed record BatchProgress(IReadOnlyDictionary<string, TopicProgress> Sources);

/// <summary>A topic and its partitions.</summary>
internal sealed record TopicProgress(string Topic, IReadOnlyList<PartitionProgress> Partitions);

/// <summary>Every offset below <paramref name="NextOffset"/> is included.</summary>
internal sealed record PartitionProgress(int Partition, long NextOffset);

/// <summary>The stream path.</summary>
internal sealed record StreamProgress(IReadOnlyDictionary<string, TableProgress> Sources);

/// <summary>A stream, the rows of its table, and its shards.</summary>
internal sealed record TableProgress(string Stream, long Rows, IReadOnlyList<ShardProgress> Shards);

/// <summary>Everything up to <paramref name="SequenceNumber"/> is in the table.</summary>
internal sealed record ShardProgress(string ShardId, string? SequenceNumber);
