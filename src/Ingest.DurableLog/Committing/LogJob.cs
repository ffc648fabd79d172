namespace Ingest.DurableLog.Committing;

/// <summary>Something to be done between two commits of a log.</summary>
internal sealed class LogJob(Action action)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Fails with what the action threw.</summary>
    public Task Done => _done.Task;

    public void Run()
    {
        try
        {
            action();
            _done.SetResult();
        }
        catch (Exception failure)
        {
            _done.SetException(failure);
            _ = _done.Task.Exception; // Seen: the log itself says that it failed, if it did.
        }
    }
}
