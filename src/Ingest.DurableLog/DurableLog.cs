using Ingest.DurableLog.Committing;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Reading;
using Ingest.DurableLog.Recovery;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog;

/// <summary>An append-only file of records. An append is answered when the record is flushed to disk.</summary>
/// <remarks>
/// Appends that come while the disk is busy are committed together. Any number of threads may append, read and wait; one
/// process at a time may have the log open. Opening reads the whole file once and checks every block.
/// </remarks>
public sealed class DurableLog : IAsyncDisposable
{
    private readonly LogFile _file;
    private readonly Tail _tail;
    private readonly GroupCommit _commits;
    private readonly LogReader _reader;
    private readonly DurableLogOptions _options;
    private readonly Lazy<Task> _closing;

    private DurableLog(string path, LogFile file, Tail tail, uint seed, LogRecoveryReport recovery, DurableLogOptions options)
    {
        (Path, _file, _tail, _options, Recovery) = (path, file, tail, options, recovery);
        _commits = new GroupCommit(path, file, seed, tail, options);
        _reader = new LogReader(path, file, seed, tail);
        _closing = new Lazy<Task>(CloseAsync);
    }

    /// <summary>The file's absolute path.</summary>
    public string Path { get; }

    /// <summary>What was found when the log was opened.</summary>
    public LogRecoveryReport Recovery { get; }

    /// <summary>How many records are flushed; the index of the next one to be.</summary>
    public long Count => _tail.End.Count;

    /// <summary>Why the log takes no more appends, when a write or a flush failed; else null.</summary>
    public Exception? Failure => _commits.Failure;

    /// <summary>Opens an existing log.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="DurableLogInUseException">It is open already.</exception>
    /// <exception cref="DurableLogDamagedException">Acknowledged records are damaged; the file is left as it is.</exception>
    public static Task<DurableLog> OpenAsync(string path, DurableLogOptions? options = null, CancellationToken cancellation = default) =>
        OpenAsync(path, LogFile.OpenExisting, handle => new LogFile(handle), options ?? new(), cancellation);

    /// <summary>Opens a log, or creates it and the directories above it, durably.</summary>
    /// <exception cref="DurableLogInUseException">It is open already.</exception>
    /// <exception cref="DurableLogDamagedException">Acknowledged records are damaged; the file is left as it is.</exception>
    public static Task<DurableLog> OpenOrCreateAsync(string path, DurableLogOptions? options = null, CancellationToken cancellation = default) =>
        OpenAsync(path, OpenOrCreateFile, handle => new LogFile(handle), options ?? new(), cancellation);

    /// <summary>Appends a record; done when it is on disk.</summary>
    /// <param name="record">Its bytes, copied before this returns unless it has to wait for room.</param>
    /// <param name="cancellation">Ends the wait for room; a record that was taken is written whatever happens.</param>
    /// <returns>The record's index.</returns>
    /// <exception cref="DurableLogFailedException">The disk failed, now or earlier; whether the record is stored shows when the log is opened again.</exception>
    public Task<long> AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellation = default) =>
        AppendAsync(new[] { record.Length }, record, static (bytes, _, _, destination) => bytes.Span.CopyTo(destination), cancellation);

    /// <summary>Appends records that stand together, written straight into the log's buffer; done when all are on disk.</summary>
    /// <remarks>Not answered when the process dies, any number of them may be stored, from the first on. One record is stored whole or not at all.</remarks>
    /// <param name="lengths">The bytes of each record.</param>
    /// <param name="state">Passed to <paramref name="write"/>.</param>
    /// <param name="write">Writes one record. When it throws none of them is appended and the caller gets what it threw.</param>
    /// <param name="cancellation">Ends the wait for room; records that were taken are written whatever happens.</param>
    /// <returns>The index of the first record.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No record, or a record or all together beyond the log's limits.</exception>
    /// <exception cref="DurableLogFailedException">The disk failed, now or earlier; whether the records are stored shows when the log is opened again.</exception>
    public Task<long> AppendAsync<TState>(
        ReadOnlyMemory<int> lengths, TState state, RecordWriter<TState> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentOutOfRangeException.ThrowIfZero(lengths.Length, nameof(lengths));
        long bytes = 0;
        foreach (var length in lengths.Span)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(lengths));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _options.RecordBytesMax, nameof(lengths));
            bytes += length;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _options.PendingBytesMax, nameof(lengths));
        return _commits.AppendAsync(lengths, bytes + ((long)lengths.Length * BlockHeader.RecordPrefixBytes), state, write, cancellation);
    }

    /// <summary>Reads flushed records in order, from <paramref name="from"/>.</summary>
    /// <param name="from">The first record's index; from <see cref="Count"/> on there is nothing yet.</param>
    /// <param name="maxRecords">At most so many records, at least 1.</param>
    /// <param name="maxBytes">At most so many bytes, but one record however large.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DurableLogDamagedException">A block is not what was written.</exception>
    public ValueTask<IReadOnlyList<LogRecord>> ReadAsync(long from, int maxRecords, int maxBytes, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRecords, 1);
        return _reader.ReadAsync(from, maxRecords, maxBytes, cancellation);
    }

    /// <summary>Done when the record of that index is flushed.</summary>
    /// <exception cref="DurableLogFailedException">The disk failed before.</exception>
    /// <exception cref="ObjectDisposedException">The log was closed before.</exception>
    public Task WaitForAsync(long index, CancellationToken cancellation = default) => _tail.WaitForAsync(index, cancellation);

    /// <summary>Flushes what was appended and closes the file; again and at the same time it does the same once.</summary>
    public ValueTask DisposeAsync() => new(_closing.Value);

    internal static async Task<DurableLog> OpenAsync(
        string path, Func<string, SafeFileHandle> open, Func<SafeFileHandle, LogFile> over, DurableLogOptions options, CancellationToken cancellation)
    {
        options.Validate();
        path = System.IO.Path.GetFullPath(path);
        var file = over(open(path));
        try
        {
            var (tail, seed, recovery) = await new LogRecovery(path, file).RunAsync(cancellation);
            return new DurableLog(path, file, tail, seed, recovery, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static SafeFileHandle OpenOrCreateFile(string path) =>
        File.Exists(path) ? LogFile.OpenExisting(path) : LogFile.CreateNew(path);

    private async Task CloseAsync()
    {
        try
        {
            await _commits.CloseAsync();
        }
        finally
        {
            _tail.Stop(new ObjectDisposedException(nameof(DurableLog), $"The log {Path} was closed."));
            _file.Dispose();
        }
    }
}
