using Ingest.ObjectStore;

namespace Ingest.S3Sink.Tests.Simulation;

/// <summary>What becomes of a call to the store.</summary>
internal enum CallOutcome
{
    Done,
    FailsBefore,
    FailsAfter,
    CrashBefore,
    CrashAfter,
}

/// <summary>The process dies here.</summary>
internal sealed class SimulatedCrashException : Exception;

/// <summary>Holds every call of one sink until the simulation lets it pass, or fail, or takes the sink down before or after it.</summary>
internal sealed class GatedStore(IObjectStore inner) : IObjectStore
{
    private volatile TaskCompletionSource<CallOutcome>? _waiting;

    public Uri Uri => inner.Uri;

    public bool HasWaiting => _waiting is not null;

    public void Release(CallOutcome outcome)
    {
        var waiting = _waiting!;
        _waiting = null;
        waiting.SetResult(outcome);
    }

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        PassAsync(() => inner.TryCreateAsync(key, content, cancellation));

    public Task<bool> TryCreateFromFileAsync(string key, string path, CancellationToken cancellation) =>
        PassAsync(() => inner.TryCreateFromFileAsync(key, path, cancellation));

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellation) => PassAsync(() => inner.OpenReadAsync(key, cancellation));

    public async IAsyncEnumerable<ObjectEntry> ListAsync(
        string prefix, string? startAfter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var entry in await PassAsync(async () => await inner.ListAsync(prefix, startAfter, cancellation).ToListAsync(cancellation)))
        {
            yield return entry;
        }
    }

    private async Task<T> PassAsync<T>(Func<Task<T>> callAsync)
    {
        var gate = new TaskCompletionSource<CallOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting = gate;
        var outcome = await gate.Task;
        Fail(outcome is CallOutcome.CrashBefore, outcome is CallOutcome.FailsBefore);
        var result = await callAsync();
        Fail(outcome is CallOutcome.CrashAfter, outcome is CallOutcome.FailsAfter);
        return result;
    }

    private static void Fail(bool crash, bool failure)
    {
        if (crash)
        {
            throw new SimulatedCrashException();
        }

        if (failure)
        {
            throw new IOException("The store is down.");
        }
    }
}
