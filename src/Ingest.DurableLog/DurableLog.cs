using System.Collections.Immutable;
using Ingest.DurableLog.Committing;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Recovery;
using Ingest.DurableLog.Segments;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog;

/// <summary>An append-only log of entries in a directory of its own. An append is answered when it is on disk, or as <see cref="FlushPolicy"/> says.</summary>
/// <remarks>
/// Appends that come while the disk is busy are committed together. Any number of threads may append, read and wait; one
/// process at a time may have the log open. Every entry covers one or more offsets, which rise without end.
/// </remarks>
public sealed partial class DurableLog : IAsyncDisposable
{
    private readonly StateFile _state;
    private readonly SegmentList _segments;
    private readonly Tail _tail;
    private readonly LogCommitter _commits;
    private readonly DurableLogOptions _options;
    private readonly Lazy<Task> _closing;
    private long _startOffset;

    private DurableLog(
        string path, StateFile state, LogRecovery recovery, ImmutableArray<Segment> segments, LogRecoveryReport report, DurableLogOptions options, Func<SafeFileHandle, LogFile> over)
    {
        (Path, _state, _options, Recovery, _startOffset) = (path, state, options, report, report.StartOffset);
        _segments = new SegmentList(path, recovery.Identity, segments, options, over);
        _tail = new Tail(report.EndOffset);
        _commits = new LogCommitter(path, state, _segments, _tail, options);
        _closing = new Lazy<Task>(CloseAsync);
    }

    /// <summary>The absolute path of the log's directory.</summary>
    public string Path { get; }

    /// <summary>What was found when the log was opened.</summary>
    public LogRecoveryReport Recovery { get; }

    /// <summary>The first offset that may be read.</summary>
    public long StartOffset => Volatile.Read(ref _startOffset);

    /// <summary>The offset behind the last one that may be read: all before it is acknowledged.</summary>
    public long EndOffset => _tail.EndOffset;

    /// <summary>Bytes of all segments, frames included.</summary>
    public long Bytes => _segments.Bytes;

    /// <summary>The largest timestamp of all entries whose segments are there, those before the start too; null when there are none. Reads nothing, and so holds beside damage.</summary>
    public long? MaxTimestamp => _segments.All.Max(segment => segment.MaxTimestamp) is > long.MinValue and var largest ? largest : null;

    /// <summary>Why the log takes no more appends, when a write or a flush failed; else null.</summary>
    public Exception? Failure => _commits.Failure;

    /// <summary>Opens an existing log.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="DurableLogInUseException">It is open already.</exception>
    /// <exception cref="DurableLogFormatException">The directory holds something else; it is left as it is.</exception>
    public static Task<DurableLog> OpenAsync(string directory, DurableLogOptions? options = null, CancellationToken cancellation = default) =>
        File.Exists(System.IO.Path.Combine(directory, StateFile.Name)) || (Directory.Exists(directory) && Directory.EnumerateFiles(directory, "*" + Segment.Suffix).Any())
            ? OpenAsync(directory, handle => new LogFile(handle), options ?? new(), cancellation)
            : throw new FileNotFoundException($"There is no log at {directory}.", directory);

    /// <summary>Opens a log, or creates it and the directories above it, durably.</summary>
    /// <exception cref="DurableLogInUseException">It is open already.</exception>
    /// <exception cref="DurableLogFormatException">The directory holds something else, or is a file; it is left as it is.</exception>
    public static Task<DurableLog> OpenOrCreateAsync(string directory, DurableLogOptions? options = null, CancellationToken cancellation = default) =>
        OpenAsync(directory, handle => new LogFile(handle), options ?? new(), cancellation);

    /// <summary>Appends an entry of one offset, with the time of now; done when it is acknowledged.</summary>
    /// <param name="entry">Its bytes, copied before this returns unless it has to wait for room.</param>
    /// <param name="cancellation">Ends the wait for room; an entry that was taken is written whatever happens.</param>
    /// <returns>Its offset.</returns>
    /// <exception cref="DurableLogFullException">The disk has no room; the entry is not stored.</exception>
    /// <exception cref="DurableLogFailedException">The disk failed, now or earlier; whether the entry is stored shows when the log is opened again.</exception>
    public Task<long> AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellation = default) => AppendAsync(
        new[] { new EntrySize(entry.Length, 1, _options.Time.GetUtcNow().ToUnixTimeMilliseconds()) },
        entry,
        static (bytes, _, _, destination) => bytes.Span.CopyTo(destination),
        cancellation);

    /// <summary>Appends entries that stand together; done when all are acknowledged. See <see cref="EnqueueAsync"/>.</summary>
    /// <returns>The first offset.</returns>
    public async Task<long> AppendAsync<TState>(
        ReadOnlyMemory<EntrySize> entries, TState state, EntryWriter<TState> write, CancellationToken cancellation = default)
    {
        var pending = await EnqueueAsync(entries, state, write, cancellation);
        await pending.Flushed;
        return pending.Offset;
    }

    /// <summary>Gives entries their place in the log, written straight into its buffer; done when they have it.</summary>
    /// <remarks>Not acknowledged when the process dies, any number of them may be stored, from the first on. One entry is stored whole or not at all.</remarks>
    /// <param name="entries">Size, offsets and time of each.</param>
    /// <param name="state">Passed to <paramref name="write"/>.</param>
    /// <param name="write">Writes one entry. When it throws none of them is appended and the caller gets what it threw.</param>
    /// <param name="cancellation">Ends the wait for room; entries that were taken are written whatever happens.</param>
    /// <exception cref="ArgumentOutOfRangeException">No entry, or an entry or all together beyond the log's limits.</exception>
    /// <exception cref="DurableLogFailedException">The disk failed earlier.</exception>
    public ValueTask<PendingAppend> EnqueueAsync<TState>(
        ReadOnlyMemory<EntrySize> entries, TState state, EntryWriter<TState> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentOutOfRangeException.ThrowIfZero(entries.Length, nameof(entries));
        long bytes = 0;
        foreach (var entry in entries.Span)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(entry.Bytes, nameof(entries));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Bytes, _options.EntryBytesMax, nameof(entries));
            ArgumentOutOfRangeException.ThrowIfLessThan(entry.Offsets, 1, nameof(entries));
            bytes += entry.Bytes;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _options.PendingBytesMax, nameof(entries));
        return _commits.EnqueueAsync(entries, bytes + ((long)entries.Length * BlockHeader.EntryPrefixBytes), state, write, cancellation);
    }

    /// <summary>Flushes what was appended and closes the files; again and at the same time it does the same once.</summary>
    public ValueTask DisposeAsync() => new(_closing.Value);

    internal static Task<DurableLog> OpenAsync(
        string directory, Func<SafeFileHandle, LogFile> over, DurableLogOptions options, CancellationToken cancellation)
    {
        options.Validate();
        var path = System.IO.Path.GetFullPath(directory);
        return Task.Run(() => Open(path, over, options), cancellation);
    }

    private static DurableLog Open(string path, Func<SafeFileHandle, LogFile> over, DurableLogOptions options)
    {
        if (File.Exists(path))
        {
            throw new DurableLogFormatException(path, "it is a file; an earlier version kept a log in one. A log is a directory now.");
        }

        DirectorySync.Create(path);
        var state = StateFile.Open(path);
        try
        {
            var recovery = new LogRecovery(path, state, options);
            var (segments, report) = recovery.Run();
            return new DurableLog(path, state, recovery, segments, report, options, over);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        try
        {
            await _commits.CloseAsync();
        }
        finally
        {
            _tail.Stop(new ObjectDisposedException(nameof(DurableLog), $"The log {Path} was closed."));
            _segments.Dispose();
            _state.Dispose();
        }
    }
}
