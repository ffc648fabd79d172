using Ingest.Api.Records.Outcomes;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;
using Microsoft.Extensions.Options;

namespace Ingest.Api.Records.Sending;

/// <summary>Sends each record to its destinations, both at once, and collects an outcome for each.</summary>
internal sealed class RecordSender(
    KafkaProxyApi kafka, KinesisProxyApi kinesis, ProxyCaller caller, RecordsMetrics metrics, IOptions<RecordsOptions> options, TimeProvider time)
{
    /// <summary>Returns within the deadline. It is ours, not the client's: one that hangs up does not leave half of its records unsent.</summary>
    public async Task<RecordsResult> SendAsync(SourceRoute route, IReadOnlyList<IncomingRecord> records)
    {
        using var deadline = new CancellationTokenSource(options.Value.Deadline, time);
        var outcomes = await Task.WhenAll(
            SendAsync(kafka, route, records, deadline.Token),
            SendAsync(kinesis, route, records, deadline.Token));
        var result = new RecordsResult(records, outcomes[0], outcomes[1]);
        metrics.Sent(route, result);
        return result;
    }

    /// <summary>One call after the other, so that records arrive in the order of the request.</summary>
    private async Task<DestinationOutcome[]> SendAsync(IProxyApi api, SourceRoute route, IReadOnlyList<IncomingRecord> records, CancellationToken deadline)
    {
        var outcomes = new DestinationOutcome[records.Count];
        var indexes = Enumerable.Range(0, records.Count).Where(index => records[index].Destinations.HasFlag(api.Destination)).ToArray();
        for (var next = 0; next < indexes.Length;)
        {
            if (deadline.IsCancellationRequested)
            {
                Fill(outcomes, indexes.AsSpan(next), DestinationOutcome.Failed(
                    OutcomeCodes.DeadlineOver, "Not sent: the time for the request (Records:Deadline) was over.", mayRetry: true));
                break;
            }

            var body = CallBody.Write(api, records, indexes, next);
            var result = await caller.CallAsync(api, route, body, deadline);
            for (var i = 0; i < body.Count; i++)
            {
                outcomes[indexes[next + i]] = result.Outcomes[i];
            }

            next += body.Count;
            if (!result.GoOn)
            {
                Fill(outcomes, indexes.AsSpan(next), DestinationOutcome.Failed(
                    OutcomeCodes.NotSent, "Not sent, because records before it in the request failed and their order is kept.", mayRetry: true));
                break;
            }
        }

        return outcomes;
    }

    private static void Fill(DestinationOutcome[] outcomes, ReadOnlySpan<int> indexes, DestinationOutcome outcome)
    {
        foreach (var index in indexes)
        {
            outcomes[index] = outcome;
        }
    }
}
