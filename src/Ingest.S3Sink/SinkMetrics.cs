using System.Diagnostics.Metrics;
using Ingest.S3Sink.Records;

namespace Ingest.S3Sink;

/// <summary>What the sink counts.</summary>
internal sealed class SinkMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _objects;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _overtaken;
    private readonly Counter<long> _missed;

    public SinkMetrics(IMeterFactory meters, SinkState state)
    {
        var meter = meters.Create("Ingest.S3Sink");
        _records = meter.CreateCounter<long>("s3sink.records", "{record}", "Records written as lines of objects.");
        _bytes = meter.CreateCounter<long>("s3sink.bytes", "By", "Bytes written as objects.");
        _objects = meter.CreateCounter<long>("s3sink.objects", "{object}", "Objects written.");
        _rejected = meter.CreateCounter<long>("s3sink.rejected", "{record}", "Records set aside because they are not JSON.");
        _retries = meter.CreateCounter<long>("s3sink.retries", "{try}", "Tries repeated because the store or the broker failed.");
        _overtaken = meter.CreateCounter<long>("s3sink.overtaken", "{object}", "Objects given up because a rival's plan came first.");
        _missed = meter.CreateCounter<long>("s3sink.missed", "{offset}", "Offsets that retention removed before the sink had read them.");
        meter.CreateObservableGauge("s3sink.lag", () => state.Lags(), "{record}", "Records of the partition not read yet.");
        meter.CreateObservableGauge("s3sink.buffer", () => state.BufferedBytes, "By", "Bytes held in memory.");
    }

    public void Wrote(string topic, ObjectBuffer buffer)
    {
        var tag = KeyValuePair.Create<string, object?>("topic", topic);
        _records.Add(buffer.Records, tag);
        _rejected.Add(buffer.Rejected, tag);
        _bytes.Add(buffer.Bytes, tag);
        _objects.Add((buffer.Records > 0 ? 1 : 0) + (buffer.Rejected > 0 ? 1 : 0), tag);
    }

    public void Retried() => _retries.Add(1);

    public void Overtaken(string topic) => _overtaken.Add(1, KeyValuePair.Create<string, object?>("topic", topic));

    public void Missed(string topic, long offsets) => _missed.Add(offsets, KeyValuePair.Create<string, object?>("topic", topic));
}
