using Ingest.DurableLog.Files;
using Ingest.DurableLog.Segments;

namespace Ingest.DurableLog.Committing;

/// <summary>Gathers the appends of one log while the disk is busy and commits them together: one write, one flush, one task for all.</summary>
/// <remarks>
/// Appends take <c>_gate</c>. <see cref="Write"/>, <see cref="Flush"/> and jobs run on one writer thread at a time: a log is queued
/// once, and queued again only when its round is over. What they alone touch stands below the others.
/// </remarks>
internal sealed partial class LogCommitter
{
    private static readonly List<LogJob> NoJobs = [];

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly DurableLogOptions _options;
    private readonly DurableLogWriters _writers;
    private readonly StateFile _state;
    private readonly SegmentList _segments;
    private readonly Tail _tail;
    private Batch _pending = new();
    private Batch _spare = new();
    private List<LogJob> _jobs = [];
    private bool _queued;
    private bool _closed;
    private Exception? _failure;

    private Batch? _writing;
    private Exception? _writeFailure;
    private ITimer? _interval;
    private bool _intervalRuns;
    private long _started;

    public LogCommitter(string path, StateFile state, SegmentList segments, Tail tail, DurableLogOptions options)
    {
        (_path, _state, _segments, _tail, _options) = (path, state, segments, tail, options);
        _writers = options.Writers ?? DurableLogWriters.Shared;
        _pending.Begin(tail.EndOffset);
    }

    public Exception? Failure => Volatile.Read(ref _failure);

    public async ValueTask<PendingAppend> EnqueueAsync<TState>(
        ReadOnlyMemory<EntrySize> entries, long bytes, TState state, EntryWriter<TState> write, CancellationToken cancellation)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                ThrowIfUnusable();
                if (_pending.Length == 0 || _pending.Length + bytes <= _options.PendingBytesMax)
                {
                    var first = _pending.NextOffset;
                    _pending.Add(entries.Span, state, write);
                    Queue();
                    return new PendingAppend(first, _pending.Flushed);
                }

                room = _pending.Taken;
            }

            _options.Metrics?.Waited();
            await room.WaitAsync(cancellation);
        }
    }

    /// <summary>Runs an action between two rounds, when nothing else touches the active segment.</summary>
    public Task RunAsync(Action action)
    {
        var job = new LogJob(action);
        lock (_gate)
        {
            ThrowIfUnusable();
            _jobs.Add(job);
            Queue();
        }

        return job.Done;
    }

    /// <summary>Takes no more appends, and is done when those already taken are flushed or failed.</summary>
    public async Task CloseAsync()
    {
        Task closing;
        lock (_gate)
        {
            _closed = true;
            var job = new LogJob(Finish);
            _jobs.Add(job);
            Queue();
            closing = job.Done;
        }

        await closing;
    }

    /// <summary>Flushes what an acknowledgement did not wait for. A failure closes the log to appends.</summary>
    public void FlushActive()
    {
        try
        {
            if (_segments.Active.Unflushed)
            {
                _segments.Active.Flush();
            }
        }
        catch (Exception failure)
        {
            Close(failure);
            throw;
        }
    }

    private void Finish()
    {
        _interval?.Dispose();
        if (_failure is null)
        {
            FlushActive();
            _segments.Active.Trim();
            _state.Flush();
        }
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(DurableLog));
        if (_failure is { } failure)
        {
            throw new DurableLogFailedException(_path, failure);
        }
    }

    private void Queue()
    {
        if (!_queued)
        {
            _queued = true;
            _writers.Enqueue(this);
        }
    }
}
