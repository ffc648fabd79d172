using Analytics.Delta;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Rejects;
using Analytics.Worker.Tables;

namespace Analytics.Worker.Batch;

/// <summary>Opens the tables of the batch path, one a source: <c>tables/batch/&lt;source&gt;</c>.</summary>
internal sealed class BatchTables(
    Pipeline pipeline, WorkerStores stores, RejectedTables rejects, DuckDbEngine engine, WorkFolder work, TimeProvider time, WorkerMetrics metrics)
{
    /// <summary>What <see cref="RejectedRow.Path"/> says of this side.</summary>
    public const string Path = "batch";

    /// <summary>Opens all tables, or creates them.</summary>
    public async Task<OpenBatchTables> OpenAsync(CancellationToken cancellation)
    {
        var open = new OpenBatchTables(await rejects.OpenAsync(stores.Objects, cancellation));
        try
        {
            foreach (var source in pipeline.Sources)
            {
                var table = await DeltaTable.OpenOrCreateAsync(
                    stores.Objects, $"tables/batch/{source.Name}", TableSchemas.From(SourcePosition.Batch.TableColumns(source)), time, cancellation);
                open.Writers.Add(source.Name, new RowWriter(Path, source, SourcePosition.Batch, table, open.Rejects, engine, work, metrics));
            }

            return open;
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }
}
