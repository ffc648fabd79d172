using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Reading;

/// <summary>What is flushed and may be read: up to where, how many records, and where to start looking for one.</summary>
/// <remarks>The index holds one entry (16 bytes) per 64 KiB of log: 256 KiB of memory per GiB.</remarks>
internal sealed class Tail
{
    private const int IndexedEveryBytes = 64 << 10;

    private readonly Lock _gate = new();
    private readonly List<(long FirstIndex, long Position)> _index = [];
    private long _position = FileHeader.Bytes;
    private long _count;
    private TaskCompletionSource? _moved;
    private Exception? _stopped;

    public (long Position, long Count) End
    {
        get
        {
            lock (_gate)
            {
                return (_position, _count);
            }
        }
    }

    public void Advance(long position, long count, IEnumerable<BlockHeader> blocks)
    {
        TaskCompletionSource? moved;
        lock (_gate)
        {
            foreach (var block in blocks)
            {
                if (_index.Count == 0 || block.Position - _index[^1].Position >= IndexedEveryBytes)
                {
                    _index.Add((block.FirstIndex, block.Position));
                }
            }

            (_position, _count) = (position, count);
            (moved, _moved) = (_moved, null);
        }

        moved?.SetResult();
    }

    /// <summary>A block at or before the one that holds <paramref name="index"/>, and where the flushed part ends.</summary>
    /// <returns>Null when no such record is flushed.</returns>
    public (long Start, long End)? Find(long index)
    {
        lock (_gate)
        {
            if (index >= _count)
            {
                return null;
            }

            var (low, high) = (0, _index.Count - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                (low, high) = _index[middle].FirstIndex <= index ? (middle, high) : (low, middle - 1);
            }

            return (_index[low].Position, _position);
        }
    }

    public async Task WaitForAsync(long index, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (index < _count)
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
