using System.Diagnostics.Metrics;
using Ingest.KinesisProxy.Limits;

namespace Ingest.KinesisProxy;

/// <summary>What the proxy counts, beside the standard HTTP metrics.</summary>
internal sealed class ProxyMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _sentAgain;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _streamsCreated;

    public ProxyMetrics(IMeterFactory meters, InFlightBytes inFlight)
    {
        var meter = meters.Create("Ingest.KinesisProxy");
        _records = meter.CreateCounter<long>("ingest.kinesis_proxy.records", "{record}", "Records of puts by outcome: stored, or not known to be.");
        _sentAgain = meter.CreateCounter<long>("ingest.kinesis_proxy.records.sent_again", "{record}", "Records that were sent again after a failure.");
        _refused = meter.CreateCounter<long>("ingest.kinesis_proxy.requests.refused", "{request}", "Requests answered with an error, by status.");
        _streamsCreated = meter.CreateCounter<long>("ingest.kinesis_proxy.streams.created", "{stream}", "Streams created because a record came for them.");
        meter.CreateObservableUpDownCounter("ingest.kinesis_proxy.bytes_in_flight", () => inFlight.Held, "By", "Bytes of the requests being served.");
    }

    public void Put(int stored, int failed)
    {
        _records.Add(stored, new KeyValuePair<string, object?>("outcome", "stored"));
        _records.Add(failed, new KeyValuePair<string, object?>("outcome", "failed"));
    }

    public void SentAgain(int records) => _sentAgain.Add(records);

    public void Refused(int status) => _refused.Add(1, new KeyValuePair<string, object?>("http.response.status_code", status));

    public void StreamCreated() => _streamsCreated.Add(1);
}
