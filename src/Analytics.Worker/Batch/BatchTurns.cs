using System.Collections.Concurrent;
using Analytics.Worker.Results;
using Analytics.Worker.Runs;

namespace Analytics.Worker.Batch;

/// <summary>Turns of the batch path that were asked for: each takes in what is new and answers the queries, once.</summary>
internal sealed class BatchTurns(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<QueryRun>> _asked = new();
    private readonly RunSignal _wake = new(time);

    /// <summary>Asks for a turn that begins from now on; asking again by the same name gives the same.</summary>
    /// <returns>Ends with the turn, and gives its answers.</returns>
    public Task<QueryRun> Ask(string name)
    {
        var turn = _asked.GetOrAdd(name, _ => new TaskCompletionSource<QueryRun>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        _wake.Raise();
        return turn;
    }

    /// <summary>Takes back what was asked for, if its turn has not ended.</summary>
    public void Withdraw(string name)
    {
        if (_asked.TryGetValue(name, out var turn))
        {
            turn.TrySetCanceled();
        }
    }

    /// <summary>Those that wait for a turn to begin.</summary>
    public IReadOnlyList<string> Waiting => [.. _asked.Where(turn => !turn.Value.Task.IsCompleted).Select(turn => turn.Key)];

    /// <summary>Ends the turns of <paramref name="names"/>.</summary>
    public void End(IReadOnlyList<string> names, QueryRun answers)
    {
        foreach (var name in names)
        {
            if (_asked.TryGetValue(name, out var turn))
            {
                turn.TrySetResult(answers);
            }
        }
    }

    /// <summary>Forgets a turn that has ended.</summary>
    public void Forget(string name) => _asked.TryRemove(name, out _);

    /// <summary>Waits until a turn is asked for, at most <paramref name="limit"/>.</summary>
    public Task WaitAsync(TimeSpan limit, CancellationToken cancellation) => _wake.WaitAsync(limit, cancellation);
}
