namespace Analytics.Worker.Runs;

/// <summary>Cuts a wait short: there is something to look at now. Any number may raise it, one waits.</summary>
internal sealed class RunSignal(TimeProvider time)
{
    private TaskCompletionSource _raised = New();

    /// <summary>Ends the wait, or the next one.</summary>
    public void Raise() => Volatile.Read(ref _raised).TrySetResult();

    /// <summary>Waits until it is raised, at most <paramref name="limit"/>.</summary>
    public async Task WaitAsync(TimeSpan limit, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(Volatile.Read(ref _raised).Task, Task.Delay(limit, time, over.Token));
        await over.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        if (Volatile.Read(ref _raised).Task.IsCompleted)
        {
            Volatile.Write(ref _raised, New());
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
