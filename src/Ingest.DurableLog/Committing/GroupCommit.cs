using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Reading;

namespace Ingest.DurableLog.Committing;

/// <summary>Gathers appends while the disk is busy and commits them together: one write, one flush, one task for all.</summary>
/// <remarks>
/// Rounds run on the thread pool, one at a time. A round queues the next one instead of looping, so that a busy log does
/// not keep a pool thread from the writers it has just answered. There is no timer: a lone append is written at once.
/// </remarks>
internal sealed class GroupCommit : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly LogFile _file;
    private readonly Tail _tail;
    private readonly DurableLogOptions _options;
    private readonly uint _seed;
    private readonly List<BlockHeader> _headers = [];
    private readonly TaskCompletionSource _idleAfterClose = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Batch _pending = new();
    private Batch _spare = new();
    private long _position;
    private bool _running;
    private bool _closed;
    private Exception? _failure;

    public GroupCommit(string path, LogFile file, uint seed, Tail tail, DurableLogOptions options)
    {
        (_path, _file, _seed, _tail, _options) = (path, file, seed, tail, options);
        (_position, var nextIndex) = tail.End;
        _pending.Begin(nextIndex);
    }

    public Exception? Failure => Volatile.Read(ref _failure);

    public async Task<long> AppendAsync<TState>(
        ReadOnlyMemory<int> lengths, long bytes, TState state, RecordWriter<TState> write, CancellationToken cancellation)
    {
        Task flushed;
        long index;
        while (true)
        {
            Task room;
            lock (_gate)
            {
                ThrowIfUnusable();
                if (_pending.Length == 0 || _pending.Length + bytes <= _options.PendingBytesMax)
                {
                    index = _pending.FirstIndex + _pending.Records;
                    _pending.Add(lengths.Span, state, write);
                    flushed = _pending.Flushed;
                    StartRound();
                    break;
                }

                room = _pending.Taken;
            }

            _options.Metrics?.Waited();
            await room.WaitAsync(cancellation);
        }

        // Not cancellable from here on: the record may reach the disk whatever the caller wishes.
        await flushed;
        return index;
    }

    /// <summary>Takes no more appends, and is done when those already taken are flushed or failed.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_running)
            {
                _idleAfterClose.TrySetResult();
            }
        }

        await _idleAfterClose.Task;
        if (_failure is null)
        {
            _file.WriteSeal(_position, _tail.End.Count, _seed);
            _file.Flush();
        }
    }

    /// <summary>One round.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        var batch = TakePending();
        try
        {
            Commit(batch);
            batch.Complete();
            batch.Reset();
            _spare = batch;
            if (NothingPending())
            {
                // Not flushed: it costs a copy into the page cache, and a killed process leaves it there.
                _file.WriteSeal(_position, _tail.End.Count, _seed);
            }
        }
        catch (Exception failure)
        {
            Fail(batch, failure);
        }

        EndRound();
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(DurableLog));
        if (_failure is { } failure)
        {
            throw new DurableLogFailedException(_path, failure);
        }
    }

    private void StartRound()
    {
        if (!_running)
        {
            _running = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private Batch TakePending()
    {
        lock (_gate)
        {
            var batch = _pending;
            _pending = _spare;
            _pending.Begin(batch.FirstIndex + batch.Records);
            return batch;
        }
    }

    private bool NothingPending()
    {
        lock (_gate)
        {
            return _pending.Length == 0;
        }
    }

    private void Commit(Batch batch)
    {
        var started = _options.Metrics?.Start() ?? 0;
        _headers.Clear();
        _file.Write(batch.Frame(_position, _seed, _headers), _position);
        _file.Flush();
        _position += batch.Length;
        _tail.Advance(_position, batch.FirstIndex + batch.Records, _headers);
        _options.Metrics?.Committed(started, batch.Records, batch.Length);
    }

    private void Fail(Batch batch, Exception cause)
    {
        var failure = new DurableLogFailedException(_path, cause);
        lock (_gate)
        {
            _failure = cause;
            _pending.Fail(failure);
        }

        // A batch whose flush succeeded has been answered already, and Fail leaves it so: then only the seal failed.
        batch.Fail(failure);
        _tail.Stop(failure);
        _options.Metrics?.Failed();
    }

    private void EndRound()
    {
        lock (_gate)
        {
            _running = false;
            if (_failure is null && _pending.Length > 0)
            {
                StartRound();
            }

            if (_closed && !_running)
            {
                _idleAfterClose.TrySetResult();
            }
        }
    }
}
