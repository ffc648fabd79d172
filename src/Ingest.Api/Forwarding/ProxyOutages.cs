using Ingest.Api.Routing;

namespace Ingest.Api.Forwarding;

/// <summary>Logs the beginning and the end of an outage, not each of the requests it costs; those are counted.</summary>
internal sealed partial class ProxyOutages(ILogger<ProxyOutages> log)
{
    // Requests that failed since the last that did not, per surface.
    private readonly long[] _failures = new long[Enum.GetValues<Surface>().Length];

    public void Failed(Surface surface, string address, ForwardFailure failure, Exception? exception)
    {
        if (Interlocked.Increment(ref _failures[(int)surface]) == 1)
        {
            LogFailing(exception, surface, address, failure.Message);
        }
    }

    public void Succeeded(Surface surface, string address)
    {
        if (Volatile.Read(ref _failures[(int)surface]) > 0 && Interlocked.Exchange(ref _failures[(int)surface], 0) is > 0 and var failures)
        {
            LogAnswering(surface, address, failures);
        }
    }
}
