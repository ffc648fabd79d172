namespace Ingest.DurableLog.Segments;

/// <summary>Up to which offset the log may be read, and who waits for more.</summary>
internal sealed class Tail(long endOffset)
{
    private readonly Lock _gate = new();
    private long _end = endOffset;
    private TaskCompletionSource? _moved;
    private Exception? _stopped;

    public long EndOffset => Volatile.Read(ref _end);

    public void Advance(long endOffset)
    {
        TaskCompletionSource? moved;
        lock (_gate)
        {
            Volatile.Write(ref _end, endOffset);
            (moved, _moved) = (_moved, null);
        }

        moved?.SetResult();
    }

    public async Task WaitForAsync(long offset, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (offset < _end)
                {
                    return;
                }

                if (_stopped is { } reason)
                {
                    throw reason;
                }

                _moved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                moved = _moved.Task;
            }

            await moved.WaitAsync(cancellation);
        }
    }

    /// <summary>Nothing will be appended any more: those who wait for it are told why.</summary>
    public void Stop(Exception reason)
    {
        TaskCompletionSource? moved;
        lock (_gate)
        {
            _stopped ??= reason;
            (moved, _moved) = (_moved, null);
        }

        moved?.SetResult();
    }
}
