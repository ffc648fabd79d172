using Confluent.Kafka;
using Ingest.ObjectStore;
using Ingest.S3Sink.Plans;
using Ingest.S3Sink.Source;
using Ingest.S3Sink.Writing;

namespace Ingest.S3Sink.Consuming;

/// <summary>Where to go on in a partition.</summary>
/// <param name="From">The end of the chain of plans.</param>
/// <param name="Start">The first offset to read.</param>
/// <param name="Unfinished">The last plan, if its objects are not all there.</param>
internal sealed record Opening(long From, long Start, Plan? Unfinished);

/// <summary>Finds out where to go on in a partition, from the store first and the group's commit second.</summary>
internal sealed partial class PartitionOpener(
    IObjectStore store, IPartitionLog log, string cluster, SinkMetrics metrics, ILogger<PartitionOpener> logger)
{
    /// <exception cref="SinkStoppedException">The store and the topic do not belong together.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    /// <exception cref="KafkaException">The broker failed.</exception>
    public async Task<Opening> OpenAsync(TopicPartition source, CancellationToken cancellation)
    {
        var objects = new ObjectWriter(store, new PartitionKeys(source.Topic, source.Partition.Value));
        await SourceMarker.ClaimAsync(store, new SourceMarker(cluster, source.Topic), cancellation);
        var range = await log.ReadRangeAsync(source, cancellation);
        var last = await objects.FindLastPlanAsync(range.Committed ?? 0, cancellation);
        if (last is not null && range.End < last.Next)
        {
            // A rival may have planned records that came since the broker was asked.
            range = await log.ReadRangeAsync(source, cancellation);
        }

        if (last is not null && range.End < last.Next)
        {
            throw new SinkStoppedException(
                $"{source} ends at offset {range.End}, but the store {store.Uri} holds its records up to {last.Last}: the topic was made anew, " +
                "or this is another cluster of the same id. Give it a bucket or prefix of its own (ObjectStore:Uri), or move the old objects away.");
        }

        var unfinished = last is not null && !await objects.IsCompleteAsync(last, cancellation) ? last : null;
        var wanted = unfinished?.Start ?? Math.Max(last?.Next ?? 0, range.Committed ?? 0);
        var start = Math.Max(wanted, range.Low);
        if (start > wanted && (last is not null || range.Committed is not null))
        {
            // Nothing brings them back, and waiting would lose more: say exactly which, and go on.
            metrics.Missed(source.Topic, start - wanted);
            LogMissed(source, wanted, start - 1);
        }

        LogOpened(source, start, last?.Last, unfinished?.Last);
        return new Opening(last?.Next ?? 0, start, unfinished);
    }

    [LoggerMessage(LogLevel.Error, "Offsets {First} to {Last} of {Source} were removed by retention before the sink had read them")]
    private partial void LogMissed(TopicPartition source, long first, long last);

    [LoggerMessage(LogLevel.Information, "{Source} goes on at offset {Start}; the store plans it up to {Planned}, unfinished up to {Unfinished}")]
    private partial void LogOpened(TopicPartition source, long start, long? planned, long? unfinished);

}
