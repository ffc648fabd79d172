using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Batch;

/// <summary>Takes objects into the batch tables, manifest by manifest.</summary>
/// <remarks>
/// The bucket is the only memory: the tables' transactions say which manifest was the last, and that one says where every
/// partition stood. Manifest n + 1 is planned when n is in every table it concerns, so at most one is ever unfinished.
/// </remarks>
internal sealed class BatchIngest(
    Pipeline pipeline, OpenBatchTables tables, Manifests manifests, TopicListing listing, ManifestProcessor processor, IOptions<BatchOptions> options)
{
    private readonly Dictionary<(string Source, int Partition), PartitionPosition> _positions = [];

    /// <summary>The number of the last manifest that is in the tables; 0 before the first.</summary>
    public long Number { get; private set; }

    /// <summary>How far every partition has been taken in.</summary>
    public IReadOnlyCollection<PartitionPosition> Positions => _positions.Values;

    /// <summary>Finds out how far the tables are, and finishes the manifest that a crash may have left.</summary>
    public async Task RecoverAsync(CancellationToken cancellation)
    {
        var last = 0L;
        foreach (var writer in tables.Writers.Values)
        {
            var snapshot = await writer.Table.RefreshAsync(cancellation);
            last = Math.Max(last, snapshot.Transactions.GetValueOrDefault(ManifestProcessor.AppId));
        }

        if (last > 0)
        {
            var manifest = await manifests.ReadAsync(last, cancellation)
                ?? throw new PermanentFaultException($"The batch tables hold manifest {last}, which is not in the bucket: where the partitions stand is not known.");
            await ProcessAsync(manifest, cancellation);
        }

        // Planned and not begun, as far as the tables can say.
        while (await manifests.ReadAsync(Number + 1, cancellation) is { } planned)
        {
            await ProcessAsync(planned, cancellation);
        }
    }

    /// <summary>Plans and takes in what is new, up to the limits of one manifest.</summary>
    /// <returns>False when there is nothing new.</returns>
    public async Task<bool> TakeNextAsync(CancellationToken cancellation)
    {
        var partitions = new List<Queue<ManifestObject>>();
        foreach (var source in pipeline.Sources)
        {
            var positions = _positions.Values.Where(position => position.Source == source.Name).ToDictionary(position => position.Partition);
            partitions.AddRange(await listing.FindNewAsync(source, positions, options.Value.ManifestObjectsMax, cancellation));
        }

        var chosen = BatchPlanner.Choose(partitions, options.Value.ManifestObjectsMax, options.Value.ManifestBytesMax);
        if (chosen.Count == 0)
        {
            return false;
        }

        var manifest = new Manifest(Number + 1, [.. _positions.Values], chosen);
        await ProcessAsync(await manifests.CreateOrReadAsync(manifest, cancellation), cancellation);
        return true;
    }

    private async Task ProcessAsync(Manifest manifest, CancellationToken cancellation)
    {
        var positions = new List<PartitionPosition>(manifest.After);
        foreach (var source in pipeline.Sources)
        {
            positions.AddRange(await processor.ProcessAsync(manifest, source, tables.Writers[source.Name], cancellation));
        }

        foreach (var position in positions)
        {
            _positions[(position.Source, position.Partition)] = position;
        }

        Number = manifest.Number;
    }
}
