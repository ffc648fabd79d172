using System.Collections.Concurrent;
using Analytics.Delta;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Rejects;
using Analytics.Worker.Tables;

namespace Analytics.Worker.Stream;

/// <summary>The tables of the stream path, one a source: <c>tables/stream/&lt;table&gt;</c>. Opened once, shared by a stream's shards.</summary>
internal sealed class StreamTables(
    WorkerStores stores, RejectedTables rejects, DuckDbEngine engine, WorkFolder work, TimeProvider time, WorkerMetrics metrics) : IDisposable
{
    /// <summary>What <see cref="RejectedRow.Path"/> says of this side.</summary>
    public const string Path = "stream";

    private readonly ConcurrentDictionary<string, (RowWriter Writer, RejectedTable Rejects)> _open = new();

    /// <summary>Opens a source's table, or creates it. One caller per source.</summary>
    public async Task<RowWriter> OpenAsync(PipelineSource source, CancellationToken cancellation)
    {
        if (_open.TryGetValue(source.Name, out var open))
        {
            return open.Writer;
        }

        var aside = await rejects.OpenAsync(stores.Tables, cancellation);
        var table = await DeltaTable.OpenOrCreateAsync(
            stores.Tables, $"tables/stream/{source.Table}", TableSchemas.From(SourcePosition.Stream.TableColumns(source)), time, cancellation);
        var writer = new RowWriter(Path, source, SourcePosition.Stream, table, aside, engine, work, metrics);
        _open[source.Name] = (writer, aside);
        return writer;
    }

    /// <summary>Rows and rejected records of a source; zero while its table is not open.</summary>
    public (long Rows, long Rejected) CountOf(string source) => _open.TryGetValue(source, out var open)
        ? (open.Writer.Table.Snapshot.Records, open.Rejects.CountOf(Path, source))
        : default;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (writer, _) in _open.Values)
        {
            writer.Table.Dispose();
        }
    }
}
