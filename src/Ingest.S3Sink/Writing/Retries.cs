using Confluent.Kafka;

namespace Ingest.S3Sink.Writing;

/// <summary>Tries again, without end, what fails for a reason outside: the store or the broker is down.</summary>
internal sealed partial class Retries(TimeProvider time, SinkOptions options, SinkMetrics metrics, ILogger<Retries> log)
{
    private static readonly TimeSpan WaitMin = TimeSpan.FromMilliseconds(100);

    /// <param name="what">What is tried, for the log.</param>
    /// <param name="tryAsync">One try. Whatever it did before it failed, it may be done again.</param>
    /// <param name="cancellation">Ends the tries.</param>
    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> tryAsync, CancellationToken cancellation)
    {
        for (var wait = WaitMin; ; wait *= 2)
        {
            wait = wait < options.RetryWaitMax ? wait : options.RetryWaitMax;
            try
            {
                return await tryAsync(cancellation);
            }
            catch (Exception failure) when (IsOutside(failure))
            {
                cancellation.ThrowIfCancellationRequested();
                metrics.Retried();
                LogRetry(failure, what, wait);
                await Task.Delay(wait, time, cancellation);
            }
        }
    }

    private static bool IsOutside(Exception failure) => failure is IOException || failure is KafkaException { Error.IsFatal: false };

    [LoggerMessage(LogLevel.Warning, "{What} failed; next try in {Wait}")]
    private partial void LogRetry(Exception failure, string what, TimeSpan wait);
}
