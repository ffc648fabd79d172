using Analytics.Delta.Log;
using Ingest.ObjectStore;

namespace Analytics.Delta;

/// <summary>A Delta Lake table that rows are appended to: protocol reader version 1, writer version 2, without partitions.</summary>
/// <remarks>
/// Any number of writers, in any number of processes, may append: a version is created or found taken, never overwritten
/// (<see href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md"/>). One instance may be used by several tasks at once.
/// </remarks>
public sealed class DeltaTable : IDisposable
{
    // A store may call its own retried upload taken; no two names are alike otherwise.
    private const int NameAttemptsMax = 3;

    private readonly IObjectStore _store;
    private readonly DeltaLog _log;
    private readonly DeltaSchema _schema;
    private readonly TimeProvider _time;
    private readonly DeltaTableOptions _options;

    // Writers of one process queue here instead of taking versions from each other.
    private readonly SemaphoreSlim _turn = new(1);
    private volatile Snapshot _snapshot = Snapshot.BeforeTheFirst;

    private DeltaTable(IObjectStore store, string path, DeltaSchema schema, TimeProvider time, DeltaTableOptions options)
    {
        (_store, Path, _schema, _time, _options) = (store, path, schema, time, options);
        _log = new DeltaLog(store, path);
    }

    /// <summary>Where the table is in its store, without a slash at either end.</summary>
    public string Path { get; }

    /// <summary>The newest version that this instance has read or written.</summary>
    public Snapshot Snapshot => _snapshot;

    /// <summary>Opens a table, or creates an empty one.</summary>
    /// <param name="store">Where tables are.</param>
    /// <param name="path">The table's key prefix in <paramref name="store"/>, such as <c>tables/batch/pin</c>.</param>
    /// <param name="schema">What the table's schema must be, or becomes.</param>
    /// <param name="time">For the times in the log.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="options">Limits; null takes the defaults.</param>
    /// <exception cref="SchemaMismatchException">The table exists and has another schema.</exception>
    /// <exception cref="UnsupportedTableException">The table uses what this library does not know.</exception>
    public static async Task<DeltaTable> OpenOrCreateAsync(
        IObjectStore store, string path, DeltaSchema schema, TimeProvider time, CancellationToken cancellation, DeltaTableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(time);
        var table = new DeltaTable(store, path.Trim('/'), schema, time, options ?? new DeltaTableOptions());
        try
        {
            await table.OpenOrCreateAsync(cancellation);
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>Reads the versions that came since, and no other.</summary>
    /// <returns>The newest snapshot.</returns>
    public async Task<Snapshot> RefreshAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await ReadOnAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Copies a Parquet file into the table's folder under a new name. It is of the table once it is appended.</summary>
    /// <param name="localPath">The file; left in place.</param>
    /// <param name="stats">Its statistics; see <see cref="DataFile"/>.</param>
    /// <param name="cancellation">Ends the wait; a copy that nobody appends holds no rows.</param>
    public async Task<DataFile> AddFileAsync(string localPath, string? stats, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < NameAttemptsMax; attempt++)
        {
            var file = new DataFile($"part-{Guid.NewGuid()}.parquet", new FileInfo(localPath).Length, stats);
            if (await _store.TryCreateFromFileAsync(KeyOf(file), localPath, cancellation))
            {
                return file;
            }
        }

        throw new IOException($"Delta table '{Path}': the store says of {NameAttemptsMax} new names that they are taken.");
    }

    /// <summary>Appends files, and the transaction with them, as one version: all of it or nothing.</summary>
    /// <param name="files">Files of the table's folder, from <see cref="AddFileAsync"/>; may be none when there is a transaction.</param>
    /// <param name="transaction">
    /// Makes the append happen once: the table is asked for it before every try. When a call fails, whether its commit took
    /// effect is not known; the same call again finds out. Without a transaction it would append twice.
    /// </param>
    /// <param name="cancellation">Ends the wait; as after a failure, the commit may have taken effect.</param>
    /// <exception cref="CommitConflictException">Other writers took every version tried.</exception>
    public async Task<AppendResult> AppendAsync(
        IReadOnlyList<DataFile> files, AppTransaction? transaction, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count == 0 && transaction is null)
        {
            throw new ArgumentException("Nothing to append: neither a file nor a transaction.", nameof(files));
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            return await CommitAsync(files, transaction, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The key of one of the table's files in its store.</summary>
    public string KeyOf(DataFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return $"{Path}/{file.Path}";
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task OpenOrCreateAsync(CancellationToken cancellation)
    {
        var newest = await _log.FindNewestAsync(cancellation);
        if (newest < 0)
        {
            // Whoever comes second reads what the first has written.
            await _log.TryWriteAsync(0, LogActions.Create(_schema, Guid.NewGuid(), _time.GetUtcNow()), cancellation);
        }

        var snapshot = await ReadOnAsync(cancellation);
        if (snapshot.Version < newest)
        {
            throw new UnsupportedTableException(Path, $"version {snapshot.Version + 1} is missing from its log, which goes on to {newest}.");
        }
    }

    private async Task<AppendResult> CommitAsync(IReadOnlyList<DataFile> files, AppTransaction? transaction, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < _options.CommitAttemptsMax; attempt++)
        {
            var snapshot = _snapshot;
            if (transaction is not null && snapshot.Has(transaction))
            {
                return new AppendResult(AppendOutcome.AlreadyApplied, snapshot.Version);
            }

            // The version after the one just asked can be created only if nobody has committed since, so the answer still holds.
            var actions = LogActions.Append(files, transaction, _time.GetUtcNow());
            if (await _log.TryWriteAsync(snapshot.Version + 1, actions, cancellation))
            {
                _snapshot = snapshot.Next(actions);
                return new AppendResult(AppendOutcome.Committed, snapshot.Version + 1);
            }

            await ReadOnAsync(cancellation);
        }

        throw new CommitConflictException(Path, _options.CommitAttemptsMax);
    }

    private async Task<Snapshot> ReadOnAsync(CancellationToken cancellation)
    {
        while (await _log.ReadAsync(_snapshot.Version + 1, cancellation) is { } actions)
        {
            TableRules.Check(Path, _schema, actions);
            if (_snapshot.Version < 0 && !(actions.Any(action => action.Protocol is not null) && actions.Any(action => action.MetaData is not null)))
            {
                throw new UnsupportedTableException(Path, "version 0 of its log lacks protocol or metaData.");
            }

            _snapshot = _snapshot.Next(actions);
        }

        return _snapshot;
    }
}
