using Analytics.Delta;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Rejects;

namespace Analytics.Worker.Tables;

/// <summary>Cleans records of one source and appends them to its table, the rejected to theirs.</summary>
internal sealed class RowWriter(
    string path, PipelineSource source, SourcePosition positions, DeltaTable table, RejectedTable rejects,
    DuckDbEngine engine, WorkFolder work, WorkerMetrics metrics)
{
    /// <summary>The table that the rows go to.</summary>
    public DeltaTable Table => table;

    /// <summary>Begins an append of any number of parts.</summary>
    public RowAppend Begin() => new(this);

    internal async Task<WrittenPart> WriteAsync(
        IReadOnlyList<RawRecord> records, IReadOnlyList<RejectedRecord> alreadyRejected, CancellationToken cancellation)
    {
        using var scratch = work.NewScratch();
        var cleaned = await engine.CleanAsync(source, records, positions, scratch.Path, cancellation);
        RejectedRecord[] rejected = [.. alreadyRejected, .. cleaned.Rejected];
        return new WrittenPart(
            cleaned.ParquetPath is { } file ? await table.AddFileAsync(file, cleaned.StatsJson, cancellation) : null,
            cleaned.Rows,
            await rejects.AddFileAsync(path, source.Name, rejected, cancellation),
            rejected.Length);
    }

    internal async Task CommitAsync(IReadOnlyList<WrittenPart> parts, AppTransaction transaction, CancellationToken cancellation)
    {
        if (parts.Any(part => part.Rejected is not null))
        {
            // Before the rows: once they are committed nobody reads these records again.
            var own = new AppTransaction($"{path}/{source.Name}/{transaction.AppId}", transaction.Version);
            await rejects.AppendAsync([.. parts.Select(part => part.Rejected).OfType<DataFile>()], own, cancellation);
        }

        var result = await table.AppendAsync([.. parts.Select(part => part.Rows).OfType<DataFile>()], transaction, cancellation);
        if (result.Outcome == AppendOutcome.Committed)
        {
            metrics.Committed(path, source.Name, parts.Sum(part => part.RowCount), parts.Sum(part => part.RejectedCount));
        }
    }
}
