using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Records;

/// <summary>Exponential backoff with full jitter: a wait between nothing and a bound that doubles.</summary>
internal sealed class Backoff(Random random, TimeProvider time, IOptions<KinesisProxyOptions> options)
{
    private readonly Lock _lock = new();

    /// <summary>Waits after so many failures in a row, counted from 1.</summary>
    /// <returns>False when <paramref name="deadline"/> came first.</returns>
    public async Task<bool> WaitAsync(int failures, CancellationToken deadline)
    {
        try
        {
            await Task.Delay(Delay(failures), time, deadline);
            return true;
        }
        catch (OperationCanceledException)
        {
            // The deadline cancels; that it came first is the answer.
            return false;
        }
    }

    public TimeSpan Delay(int failures)
    {
        var bound = Math.Min(
            options.Value.RetryDelayMax.TotalMilliseconds,
            options.Value.RetryDelayBase.TotalMilliseconds * Math.Pow(2, failures - 1));
        lock (_lock)
        {
            return TimeSpan.FromMilliseconds(bound * random.NextDouble());
        }
    }
}
