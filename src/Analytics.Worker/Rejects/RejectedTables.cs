using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Rejects;

/// <summary>The table of rejected records of each store, opened once and shared by all who write or read it.</summary>
internal sealed class RejectedTables(
    WorkFolder work, LocalFiles files, IOptions<DuckDbOptions> engine, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<Uri, RejectedTable> _open = [];

    /// <summary>The table of a store; made when it is not there.</summary>
    public async Task<RejectedTable> OpenAsync(IObjectStore store, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!_open.TryGetValue(store.Uri, out var table))
            {
                _open[store.Uri] = table = await RejectedTable.OpenAsync(store, work, files, engine, time, cancellation);
            }

            return table;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turn.Dispose();
        foreach (var table in _open.Values)
        {
            table.Dispose();
        }
    }
}
