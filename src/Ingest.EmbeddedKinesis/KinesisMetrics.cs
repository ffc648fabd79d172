using System.Diagnostics.Metrics;

namespace Ingest.EmbeddedKinesis;

/// <summary>The meter <c>Ingest.EmbeddedKinesis</c>.</summary>
internal sealed class KinesisMetrics
{
    private readonly Counter<long> _requests;
    private readonly Counter<long> _recordsIn;
    private readonly Counter<long> _recordsOut;

    public KinesisMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Ingest.EmbeddedKinesis");
        _requests = meter.CreateCounter<long>("ingest.embedded_kinesis.requests", "{request}", "Requests by action and error type.");
        _recordsIn = meter.CreateCounter<long>("ingest.embedded_kinesis.records.put", "{record}", "Records stored.");
        _recordsOut = meter.CreateCounter<long>("ingest.embedded_kinesis.records.got", "{record}", "Records given to readers.");
    }

    /// <param name="action">The action, one of those there are, or <c>unknown</c>.</param>
    /// <param name="error">The error's type; null for a success.</param>
    public void Answered(string action, string? error = null)
    {
        if (error is null)
        {
            _requests.Add(1, new KeyValuePair<string, object?>("action", action));
        }
        else
        {
            _requests.Add(1, new("action", action), new("error.type", error));
        }
    }

    public void Put(int records) => _recordsIn.Add(records);

    public void Got(int records) => _recordsOut.Add(records);
}
