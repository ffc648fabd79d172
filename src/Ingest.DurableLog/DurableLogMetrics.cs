using System.Diagnostics.Metrics;

namespace Ingest.DurableLog;

/// <summary>The meter <c>Ingest.DurableLog</c>: one for all logs of a process.</summary>
public sealed class DurableLogMetrics
{
    /// <summary>A flush takes from 0.1 ms on a good disk to seconds on one in trouble.</summary>
    private static readonly double[] Seconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

    private readonly TimeProvider _time;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _records;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _waits;
    private readonly Counter<long> _failures;

    /// <summary>Creates the instruments.</summary>
    public DurableLogMetrics(IMeterFactory meters, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _time = time;
        var meter = meters.Create("Ingest.DurableLog");
        _commitDuration = meter.CreateHistogram(
            "ingest.durable_log.commit.duration", "s", "Writing and flushing one batch.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        _records = meter.CreateCounter<long>("ingest.durable_log.records", "{record}", "Records flushed.");
        _bytes = meter.CreateCounter<long>("ingest.durable_log.bytes", "By", "Bytes flushed, frames included.");
        _waits = meter.CreateCounter<long>("ingest.durable_log.append.waits", "{append}", "Appends that waited because too many bytes were pending.");
        _failures = meter.CreateCounter<long>("ingest.durable_log.failures", "{failure}", "Writes or flushes that failed; the log is closed to appends.");
    }

    internal long Start() => _time.GetTimestamp();

    internal void Committed(long started, int records, int bytes)
    {
        _commitDuration.Record(_time.GetElapsedTime(started).TotalSeconds);
        _records.Add(records);
        _bytes.Add(bytes);
    }

    internal void Waited() => _waits.Add(1);

    internal void Failed() => _failures.Add(1);
}
