using Ingest.Api.Routing;

namespace Ingest.Api.Forwarding;

internal sealed partial class ProxyOutages
{
    [LoggerMessage(1, LogLevel.Error, "Forwarding to {Surface} at {Address} fails: {Reason} Further failures are counted until it answers again.")]
    private partial void LogFailing(Exception? exception, Surface surface, string address, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Surface} at {Address} answers again after {Failures} failed requests.")]
    private partial void LogAnswering(Surface surface, string address, long failures);
}
