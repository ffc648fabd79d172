using System.Diagnostics.Metrics;
using System.Globalization;
using Ingest.KafkaProxy.Limits;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>What was produced, with which outcome and how fast; and how much is under way.</summary>
internal sealed class ProduceMetrics
{
    private static readonly KeyValuePair<string, object?> Stored = new("outcome", "stored");

    /// <summary>Without it the buckets are those for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> SecondsAdvice =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    private readonly Counter<long> _records;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _time;

    public ProduceMetrics(IMeterFactory meters, InFlightBytes inFlight, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create("Ingest.KafkaProxy");
        _records = meter.CreateCounter<long>("kafka_proxy.produce.records", "{record}", "Records by outcome: stored, or the error code in the answer.");
        _bytes = meter.CreateCounter<long>("kafka_proxy.produce.size", "By", "Bytes of keys and values by outcome.");
        _duration = meter.CreateHistogram<double>("kafka_proxy.produce.duration", "s", "From the body's last byte to the last outcome.", tags: null, SecondsAdvice);
        meter.CreateObservableUpDownCounter("kafka_proxy.in_flight.size", () => inFlight.Current, "By", "Bytes of requests being read or waiting for the broker.");
    }

    /// <summary>One record's outcome: 0, or the error code in the answer.</summary>
    public void Produced(int errorCode, long bytes)
    {
        var outcome = errorCode == 0 ? Stored : new("outcome", errorCode.ToString(CultureInfo.InvariantCulture));
        _records.Add(1, outcome);
        _bytes.Add(bytes, outcome);
    }

    public void Produced(PendingProduce produced, long startTimestamp)
    {
        _duration.Record(_time.GetElapsedTime(startTimestamp).TotalSeconds);
        var outcomes = produced.Outcomes;
        var records = produced.Records;
        long stored = 0;
        long bytes = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].ErrorCode == 0)
            {
                stored++;
                bytes += records[i].Bytes;
            }
            else
            {
                Produced(outcomes[i].ErrorCode, records[i].Bytes);
            }
        }

        _records.Add(stored, Stored);
        _bytes.Add(bytes, Stored);
    }
}
