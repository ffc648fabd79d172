using System.Diagnostics.Metrics;
using Ingest.Api.Records.Outcomes;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;
using Ingest.Api.Routing;

namespace Ingest.Api.Records;

/// <summary>What became of records, and how the proxies were called; in the meter <c>Ingest.Api</c>.</summary>
internal sealed class RecordsMetrics
{
    private readonly Counter<long> _records;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _opened;

    public RecordsMetrics(IMeterFactory meters, InFlightBytes inFlight)
    {
        var meter = meters.Create("Ingest.Api");
        _records = meter.CreateCounter<long>("ingest.api.records", "{record}", "Records by source, destination and outcome: stored, failed or unknown.");
        _failures = meter.CreateCounter<long>("ingest.api.records.call.failures", "{call}", "Calls of a proxy that were not answered, by the code in the outcome.");
        _retries = meter.CreateCounter<long>("ingest.api.records.call.retries", "{try}", "Tries of calls of which nothing had been sent.");
        _opened = meter.CreateCounter<long>("ingest.api.records.breaker.opened", "{time}", "How often a proxy's breaker opened.");
        meter.CreateObservableUpDownCounter("ingest.api.records.in_flight.size", () => inFlight.Held, "By", "Memory of requests with records being served.");
    }

    public void Sent(SourceRoute route, RecordsResult result)
    {
        Count(route, result, Destinations.Batch, result.Batch);
        Count(route, result, Destinations.Stream, result.Stream);
    }

    public void CallFailed(Surface surface, string code) => _failures.Add(1, new("surface", surface.ToString()), new("error.type", code));

    public void Retried(Surface surface) => _retries.Add(1, new KeyValuePair<string, object?>("surface", surface.ToString()));

    public void BreakerOpened(Surface surface) => _opened.Add(1, new KeyValuePair<string, object?>("surface", surface.ToString()));

    private void Count(SourceRoute route, RecordsResult result, Destinations destination, DestinationOutcome[] outcomes)
    {
        foreach (var kind in Enum.GetValues<OutcomeKind>())
        {
            var count = 0;
            for (var i = 0; i < outcomes.Length; i++)
            {
                count += outcomes[i].Kind == kind && result.Records[i].Destinations.HasFlag(destination) ? 1 : 0;
            }

            if (count > 0)
            {
                _records.Add(count, new("source", route.Source), new("destination", destination.ToString()), new("outcome", RecordsAnswer.NameOf(kind)));
            }
        }
    }
}
