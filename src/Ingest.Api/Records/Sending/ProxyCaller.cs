using Ingest.Api.Forwarding;
using Ingest.Api.Records.Outcomes;
using Ingest.Api.Records.Routes;
using Ingest.Api.Routing;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;

namespace Ingest.Api.Records.Sending;

/// <summary>What came of a call.</summary>
/// <param name="Outcomes">The outcome of each of its records.</param>
/// <param name="GoOn">Whether the records behind them may be sent.</param>
internal sealed record CallResult(DestinationOutcome[] Outcomes, bool GoOn);

/// <summary>Makes one call of a proxy, and says what became of its records, also when no answer came.</summary>
internal sealed class ProxyCaller(
    IHttpClientFactory clients, ProxyClient proxies, ProxyOutages outages, RecordsMetrics metrics, IOptions<RecordsOptions> options)
{
    public async Task<CallResult> CallAsync(IProxyApi api, SourceRoute route, CallBody body, CancellationToken deadline)
    {
        using var content = new CallContent(body.Bytes, api.ContentType);
        using var request = proxies.Request(api.Method, api.Surface, api.PathOf(route));
        request.Content = content;
        try
        {
            using var answer = await clients.CreateClient(ProxyResilience.ClientOf(api.Surface)).SendAsync(request, deadline);
            var outcomes = api.Read((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(deadline), body.Count);
            outages.Succeeded(api.Surface, proxies.AddressOf(api.Surface));
            return new CallResult(outcomes, GoOn: Array.Exists(outcomes, outcome => outcome.Kind == OutcomeKind.Stored || !outcome.MayRetry));
        }
        catch (Exception failure) when (failure is HttpRequestException or ExecutionRejectedException or OperationCanceledException or IOException)
        {
            var outcome = Classify(api.Surface, failure, content.MayBeSent);
            Report(api.Surface, outcome, failure);
            var outcomes = new DestinationOutcome[body.Count];
            Array.Fill(outcomes, outcome);
            return new CallResult(outcomes, GoOn: false);
        }
    }

    private DestinationOutcome Classify(Surface surface, Exception failure, bool mayBeSent)
    {
        var proxy = $"The {surface} proxy";
        var late = failure is not (HttpRequestException or IOException);
        return (failure, mayBeSent) switch
        {
            (BrokenCircuitException, _) => DestinationOutcome.Failed(
                OutcomeCodes.BreakerOpen, $"{proxy} has failed too often and is not called for up to {options.Value.BreakerDuration.TotalSeconds:0.###} s. Nothing was sent.", mayRetry: true),
            (_, true) => DestinationOutcome.Unknown(
                OutcomeCodes.AnswerLost, late ? $"{proxy} did not answer in time. The record may be stored." : $"{proxy} broke off before it had answered. The record may be stored."),
            _ => DestinationOutcome.Failed(
                late ? OutcomeCodes.DeadlineOver : OutcomeCodes.Unreachable, $"{proxy} cannot be reached{(late ? " in time" : "")}. Nothing was sent.", mayRetry: true),
        };
    }

    private void Report(Surface surface, DestinationOutcome outcome, Exception failure)
    {
        metrics.CallFailed(surface, outcome.Code!);
        if (failure is not BrokenCircuitException)
        {
            outages.Failed(surface, proxies.AddressOf(surface), new ForwardFailure(StatusCodes.Status503ServiceUnavailable, outcome.Message!, IsProxys: true), failure);
        }
    }
}
