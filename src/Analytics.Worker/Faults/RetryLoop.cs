using Analytics.Delta;
using Analytics.Worker.Engines.DuckDb;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Faults;

/// <summary>Runs work until it is done: a failure is logged, waited out and tried again; a permanent one stops it.</summary>
internal sealed partial class RetryLoop(
    FaultBoard faults, WorkerMetrics metrics, IOptions<RetryOptions> options, TimeProvider time, ILogger<RetryLoop> log)
{
    /// <summary>Runs <paramref name="work"/>; each try begins with what is stored, not with what the last one knew.</summary>
    /// <param name="what">The work's name in logs and on the board.</param>
    /// <param name="work">The work.</param>
    /// <param name="stopping">Ends it: then this throws.</param>
    /// <returns>False when it stopped for good.</returns>
    public async Task<bool> RunAsync(string what, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        var delay = options.Value.DelayMin;
        while (true)
        {
            var started = time.GetTimestamp();
            try
            {
                await work(stopping);
                return true;
            }
            catch (Exception failure) when (stopping.IsCancellationRequested && failure is not OperationCanceledException)
            {
                // What breaks while it is being stopped is no failure of its own.
                throw new OperationCanceledException($"{what} was stopped.", failure, stopping);
            }
            catch (Exception failure) when (IsPermanent(failure))
            {
                LogStopped(failure, what, failure.Message);
                faults.Report(what, failure.Message);
                return false;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                delay = time.GetElapsedTime(started) > options.Value.DelayMax ? options.Value.DelayMin : delay;
                metrics.Retried(what);
                LogRetrying(failure, what, delay);
                await Task.Delay(delay, time, stopping);
                delay = Min(2 * delay, options.Value.DelayMax);
            }
        }
    }

    /// <summary>Whether the same work would fail again.</summary>
    private static bool IsPermanent(Exception failure) =>
        failure is PermanentFaultException or DeltaTableException or PipelineSqlException;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
