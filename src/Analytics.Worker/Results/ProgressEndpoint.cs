using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Stream;

namespace Analytics.Worker.Results;

/// <summary>How far both paths are, so that a caller can tell whether a record it knows the position of is in.</summary>
/// <remarks>
/// Batch: an offset is in the answers served when it is below its partition's <c>nextOffset</c>. Stream: a sequence number is in
/// the table when it is, as a number, at most its shard's <c>sequenceNumber</c>.
/// </remarks>
internal static class ProgressEndpoint
{
    extension(RouteGroupBuilder routes)
    {
        public void MapProgress() => routes.MapGet("/progress", Get)
            .WithSummary("How far each topic's partitions are in the answers served, and each stream's shards in their tables.");
    }

    private static Progress Get(Pipeline pipeline, ResultBoard board, StreamTables tables, ShardProgress shards, FaultBoard faults)
    {
        var run = board.Latest;
        return new Progress(
            pipeline.Name,
            new BatchProgress(run?.Number, run?.At, run?.Manifest, pipeline.Sources.ToDictionary(source => source.Name, source => Batch(source, run))),
            new StreamProgress(pipeline.Sources.ToDictionary(source => source.Name, source => Stream(source, tables, shards, faults))));
    }

    private static TopicProgress Batch(PipelineSource source, QueryRun? run)
    {
        var counts = run?.Counts.GetValueOrDefault(source.Name);
        return new TopicProgress(
            source.Topic,
            counts?.Rows ?? 0,
            counts?.Rejected ?? 0,
            [.. (run?.Positions ?? [])
                .Where(position => position.Source == source.Name)
                .Select(position => new PartitionProgress(
                    position.Partition, position.LastKey, position.FirstOffset, position.Records, position.NextOffset))]);
    }

    private static TableProgress Stream(PipelineSource source, StreamTables tables, ShardProgress shards, FaultBoard faults)
    {
        var (rows, rejected) = tables.CountOf(source.Name);
        return new TableProgress(
            source.Stream,
            source.Table,
            rows,
            rejected,
            [.. shards.Of(source.Stream).Select(shard => new ShardProgressEntry(
                shard.Shard.Shard, shard.SequenceNumber, shard.Batch, shard.IsDrained, faults.ReasonFor(shard.Shard.ToString())))]);
    }
}
