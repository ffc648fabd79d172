using Ingest.DurableLog.Files;

namespace Ingest.DurableLog.Committing;

/// <summary>What the writer threads do: one round after the other, each on one thread.</summary>
internal sealed partial class LogCommitter
{
    /// <summary>The first half of a round, by a writer thread.</summary>
    public void Write()
    {
        List<LogJob> jobs;
        lock (_gate)
        {
            (jobs, _jobs) = _jobs.Count > 0 ? (_jobs, []) : (NoJobs, _jobs);
            _writing = TakePending();
        }

        _writeFailure = null;
        if (_writing is not null)
        {
            _started = _options.Metrics?.Start() ?? 0;
            Attempt(() =>
            {
                _segments.RollIfFull(_writing.Length, FlushActive);
                _segments.Active.Write(_writing);
            });
        }

        if (jobs.Count > 0)
        {
            Settle();
            jobs.ForEach(job => job.Run());
        }
    }

    /// <summary>The second half of a round, by the same thread.</summary>
    public void Flush()
    {
        Settle();
        lock (_gate)
        {
            _queued = false;
            if (_pending.Length > 0 || _jobs.Count > 0)
            {
                Queue();
            }
        }
    }

    private Batch? TakePending()
    {
        if (_pending.Length == 0 || _failure is not null)
        {
            return null;
        }

        var batch = _pending;
        _pending = _spare;
        _pending.Begin(batch.NextOffset);
        return batch;
    }

    /// <summary>Flushes what was written, and answers its writers.</summary>
    private void Settle()
    {
        if (_writing is not { } batch)
        {
            return;
        }

        _writing = null;
        if (_writeFailure is null && _options.FlushPolicy == FlushPolicy.EveryCommit)
        {
            Attempt(_segments.Active.Flush);
        }

        if (_writeFailure is { } failure)
        {
            Refuse(batch, failure);
            return;
        }

        Acknowledge(batch);
    }

    private void Acknowledge(Batch batch)
    {
        var active = _segments.Active;
        active.Publish();
        _tail.Advance(batch.NextOffset);
        _options.Metrics?.Committed(_started, batch.Entries, batch.Length);
        var seal = new Seal(active.Segment.BaseOffset, active.Position, batch.NextOffset);
        batch.Complete();
        batch.Reset();
        _spare = batch;
        Attempt(() => _state.WriteSeal(seal));
        if (_writeFailure is { } failure)
        {
            Close(failure);
        }
        else if (_options.FlushPolicy == FlushPolicy.Interval && !_intervalRuns)
        {
            _intervalRuns = true;
            _interval ??= _options.Time.CreateTimer(_ => FlushLater(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _interval.Change(_options.FlushInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void FlushLater()
    {
        lock (_gate)
        {
            if (!_closed && _failure is null)
            {
                _jobs.Add(new LogJob(() =>
                {
                    _intervalRuns = false;
                    FlushActive();
                }));
                Queue();
            }
        }
    }

    private void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure)
        {
            // Whatever it was, the bytes may not be there. (A file over its limit, for one, is no IOException.)
            _writeFailure = failure;
        }
    }

    /// <summary>
    /// A disk without room while writing leaves all as it was, once the half-written part is cut off; any other failure closes
    /// the log to appends: who knows what reached the disk.
    /// </summary>
    private void Refuse(Batch batch, Exception cause)
    {
        var full = LogFile.IsFull(cause) && !_segments.Active.FlushFailed;
        if (full)
        {
            _writeFailure = null;
            Attempt(_segments.Active.Undo);
            (full, cause) = _writeFailure is { } worse ? (false, worse) : (true, cause);
        }

        Exception failure = full ? new DurableLogFullException(_path, cause) : new DurableLogFailedException(_path, cause);
        lock (_gate)
        {
            // Before the next append can have its place: who looks at an earlier one then sees that it failed.
            batch.Fail(failure);
            _pending.Fail(failure);
            _pending.Reset();
            _pending.Begin(batch.FirstOffset);
        }

        if (!full)
        {
            Close(cause);
        }

        batch.Reset();
        _spare = batch;
    }

    /// <summary>Closes the log to appends; those that wait get the error.</summary>
    private void Close(Exception cause)
    {
        var failure = new DurableLogFailedException(_path, cause);
        lock (_gate)
        {
            _failure = cause;
            _pending.Fail(failure);
        }

        _tail.Stop(failure);
        _options.Metrics?.Failed();
    }
}
