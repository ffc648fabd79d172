namespace Ingest.EmbeddedKafka.Connections;

/// <summary>Bytes that may be in memory at a time. Who wants more waits, first come first served; one is always let in, however much it wants.</summary>
internal sealed class ByteBudget(long bytesMax)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(int Bytes, TaskCompletionSource Granted)> _waiting = new();
    private long _used;

    public long Used => Volatile.Read(ref _used);

    public async ValueTask AcquireAsync(int bytes, CancellationToken cancellation)
    {
        LinkedListNode<(int Bytes, TaskCompletionSource Granted)> turn;
        lock (_gate)
        {
            if (_waiting.Count == 0 && Fits(bytes))
            {
                _used += bytes;
                return;
            }

            turn = _waiting.AddLast((bytes, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        try
        {
            await turn.Value.Granted.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            GiveUp(turn);
            throw;
        }
    }

    public void Release(int bytes)
    {
        lock (_gate)
        {
            _used -= bytes;
            LetIn();
        }
    }

    private bool Fits(int bytes) => _used == 0 || _used + bytes <= bytesMax;

    private void LetIn()
    {
        while (_waiting.First is { } first && Fits(first.Value.Bytes))
        {
            _waiting.RemoveFirst();
            _used += first.Value.Bytes;
            first.Value.Granted.SetResult();
        }
    }

    private void GiveUp(LinkedListNode<(int Bytes, TaskCompletionSource Granted)> turn)
    {
        lock (_gate)
        {
            if (turn.Value.Granted.Task.IsCompleted)
            {
                _used -= turn.Value.Bytes; // granted in the same moment
            }
            else
            {
                _waiting.Remove(turn);
            }

            LetIn();
        }
    }
}
