using Analytics.Delta;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Batch;

/// <summary>Takes exactly the objects of a manifest into their tables, once.</summary>
internal sealed partial class ManifestProcessor(
    ObjectReader objects, IOptions<BatchOptions> options, WorkerMetrics metrics, ILogger<ManifestProcessor> log)
{
    /// <summary>The application of the batch tables' transactions; the version is the manifest's number.</summary>
    public const string AppId = "batch";

    /// <summary>Takes in one source's objects, unless its table has them already.</summary>
    /// <returns>How far each of their partitions now is.</returns>
    public async Task<IReadOnlyList<PartitionPosition>> ProcessAsync(
        Manifest manifest, PipelineSource source, RowWriter writer, CancellationToken cancellation)
    {
        var planned = manifest.Objects.Where(item => item.Source == source.Name).ToList();
        var transaction = new AppTransaction(AppId, manifest.Number);
        if (planned.Count == 0)
        {
            return [];
        }

        if ((await writer.Table.RefreshAsync(cancellation)).Has(transaction))
        {
            return await FindPositionsAsync(planned, cancellation);
        }

        var positions = manifest.After.Where(position => position.Source == source.Name).ToDictionary(position => position.Partition);
        var append = writer.Begin();
        var part = new BatchPart(append, options.Value);
        foreach (var item in planned)
        {
            var records = 0L;
            await foreach (var line in objects.ReadAsync(item.Key, cancellation))
            {
                await part.AddAsync(item.Key, line, cancellation);
                records++;
            }

            CheckGap(item, positions.GetValueOrDefault(item.Partition));
            positions[item.Partition] = Position(item, records);
            metrics.TookObject(source.Name);
        }

        await part.FlushAsync(cancellation);
        await append.CommitAsync(transaction, cancellation);
        return [.. planned.Select(item => positions[item.Partition]).Distinct()];
    }

    private static PartitionPosition Position(ManifestObject item, long records) =>
        new(item.Source, item.Partition, item.Key, item.ETag, item.FirstOffset, records);

    private async Task<IReadOnlyList<PartitionPosition>> FindPositionsAsync(IEnumerable<ManifestObject> planned, CancellationToken cancellation)
    {
        var positions = new List<PartitionPosition>();
        foreach (var last in planned.GroupBy(item => item.Partition).Select(partition => partition.MaxBy(item => item.FirstOffset)!))
        {
            // It may have been deleted since it was taken in. Then its end is not known, and the next one is told as a gap.
            positions.Add(Position(last, await objects.CountAsync(last.Key, cancellation) ?? 0));
        }

        return positions;
    }

    private void CheckGap(ManifestObject item, PartitionPosition? before)
    {
        if (before is not null && before.NextOffset != item.FirstOffset)
        {
            metrics.ObjectAlarm(item.Source, "gap");
            LogGap(item.Key, before.NextOffset, before.LastKey);
        }
    }
}
