using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Ingest.S3Sink;

/// <summary>What the sink is doing, for health, metrics and the exit code. Written by the poll loop, read by anyone.</summary>
internal sealed class SinkState
{
    private ImmutableArray<Measurement<long>> _lags = [];
    private long _bufferedBytes;
    private volatile string? _notReady = "starting";

    /// <summary>Why the sink is not at work: it is starting, or it stopped for good. Null when it is at work.</summary>
    public string? NotReady => _notReady;

    /// <summary>What the process ends with: 1 after a failure, 0 otherwise.</summary>
    public int ExitCode { get; private set; }

    public long BufferedBytes => Interlocked.Read(ref _bufferedBytes);

    public void Started() => _notReady = null;

    public void Failed(string reason)
    {
        ExitCode = 1;
        _notReady = reason;
    }

    public void Observe(long bufferedBytes, ImmutableArray<Measurement<long>> lags)
    {
        Interlocked.Exchange(ref _bufferedBytes, bufferedBytes);
        ImmutableInterlocked.InterlockedExchange(ref _lags, lags);
    }

    public IEnumerable<Measurement<long>> Lags() => _lags;
}
