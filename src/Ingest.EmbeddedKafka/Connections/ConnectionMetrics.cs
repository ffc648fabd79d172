using System.Diagnostics.Metrics;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>Connections and requests.</summary>
internal sealed class ConnectionMetrics
{
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _time;

    public ConnectionMetrics(Meter meter, ByteBudget budget, TimeProvider time)
    {
        _time = time;
        _connections = meter.CreateUpDownCounter<long>("ingest.embedded_kafka.connections", "{connection}", "Open connections.");
        _refused = meter.CreateCounter<long>("ingest.embedded_kafka.connections.closed", "{connection}", "Connections that were closed because of what came on them.");
        _failures = meter.CreateCounter<long>("ingest.embedded_kafka.request.failures", "{request}", "Requests that failed by a fault of the broker.");
        _duration = meter.CreateHistogram<double>("ingest.embedded_kafka.request.duration", "s", "From a whole request to its answer, waits that the client asked for included.");
        meter.CreateObservableGauge("ingest.embedded_kafka.request.bytes", () => budget.Used, "By", "Bytes of requests under way.");
    }

    public void Opened() => _connections.Add(1);

    public void Closed() => _connections.Add(-1);

    public void Refused() => _refused.Add(1);

    public void Failed(ApiKey key) => _failures.Add(1, new KeyValuePair<string, object?>("api", key.ToString()));

    public long Start() => _time.GetTimestamp();

    public void Answered(ApiKey key, long started) =>
        _duration.Record(_time.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("api", key.ToString()));
}
