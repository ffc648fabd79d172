using System.Diagnostics.Metrics;
using Analytics.Worker.Runs;

namespace Analytics.Worker;

/// <summary>What the worker counts; the meter is <c>Analytics.Worker</c>.</summary>
internal sealed class WorkerMetrics
{
    private static readonly RunState[] OpenStates = [RunState.Planned, RunState.Submitting, RunState.Running];

    private readonly Counter<long> _rows;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _objects;
    private readonly Counter<long> _objectAlarms;
    private readonly Counter<long> _reads;
    private readonly Counter<long> _trimmed;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _queries;
    private readonly Gauge<double> _behind;
    private readonly Histogram<double> _runs;
    private readonly Gauge<long> _openRuns;

    public WorkerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Analytics.Worker");
        _rows = meter.CreateCounter<long>("analytics.rows", "{row}", "Rows committed to tables.");
        _rejected = meter.CreateCounter<long>("analytics.rejected", "{record}", "Records that could not be read, kept with their reason.");
        _objects = meter.CreateCounter<long>("analytics.batch.objects", "{object}", "Objects taken.");
        _objectAlarms = meter.CreateCounter<long>("analytics.batch.alarms", "{object}", "Objects that changed after they were taken (changed), or that do not follow the one before (gap).");
        _reads = meter.CreateCounter<long>("analytics.stream.reads", "{request}", "Reads of shards, by outcome: records, empty, expired, throttled.");
        _trimmed = meter.CreateCounter<long>("analytics.stream.trimmed", "{shard}", "Shards found with their last position no longer kept: records after it may be lost.");
        _retries = meter.CreateCounter<long>("analytics.retries", "{try}", "Work begun again after a failure.");
        _queries = meter.CreateHistogram<double>("analytics.queries.duration", "s", "One run of every query.");
        _runs = meter.CreateHistogram<double>("analytics.runs.duration", "s", "Runs that have ended, from their submission, by engine and state.");
        _openRuns = meter.CreateGauge<long>("analytics.runs.open", "{run}", "Runs that have not ended, by state.");
        _behind = meter.CreateGauge<double>("analytics.stream.lag", "s", "How far the last read was behind the shard's end.");
    }

    public void Committed(string path, string source, long rows, long rejected)
    {
        _rows.Add(rows, new("path", path), new("source", source));
        _rejected.Add(rejected, new("path", path), new("source", source));
    }

    public void TookObject(string source) => _objects.Add(1, new KeyValuePair<string, object?>("source", source));

    public void ObjectAlarm(string source, string kind) => _objectAlarms.Add(1, new("source", source), new("kind", kind));

    public void Read(string stream, string outcome) => _reads.Add(1, new("stream", stream), new("outcome", outcome));

    public void Behind(string stream, string shard, TimeSpan behind) =>
        _behind.Record(behind.TotalSeconds, new("stream", stream), new("shard", shard));

    public void MayHaveBeenTrimmed(string stream, string shard) => _trimmed.Add(1, new("stream", stream), new("shard", shard));

    public void Retried(string what) => _retries.Add(1, new KeyValuePair<string, object?>("work", what));

    public void RunEnded(string engine, RunState state, TimeSpan duration) =>
        _runs.Record(duration.TotalSeconds, new("engine", engine), new("state", RunView.Name(state)));

    public void OpenRuns(IReadOnlyList<RunRecord> runs)
    {
        foreach (var state in OpenStates)
        {
            _openRuns.Record(runs.Count(run => run.State == state), new KeyValuePair<string, object?>("state", RunView.Name(state)));
        }
    }

    public void Queried(TimeSpan duration) => _queries.Record(duration.TotalSeconds);
}
