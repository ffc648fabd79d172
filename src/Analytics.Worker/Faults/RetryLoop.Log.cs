namespace Analytics.Worker.Faults;

internal sealed partial class RetryLoop
{
    [LoggerMessage(LogLevel.Error, "{What} has stopped for good: {Reason}")]
    private partial void LogStopped(Exception failure, string what, string reason);

    [LoggerMessage(LogLevel.Warning, "{What} failed; trying again after {Delay}")]
    private partial void LogRetrying(Exception failure, string what, TimeSpan delay);
}
