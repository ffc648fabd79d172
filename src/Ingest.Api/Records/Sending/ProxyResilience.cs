using Ingest.Api.Forwarding;
using Ingest.Api.Routing;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Telemetry;
using Polly.Timeout;

namespace Ingest.Api.Records.Sending;

/// <summary>An HTTP client for each proxy: a time-out per call and per try, a breaker, and a retry of what was not sent.</summary>
internal static class ProxyResilience
{
    public static string ClientOf(Surface surface) => $"records-{surface}";

    public static void AddProxyClients(this IServiceCollection services)
    {
        foreach (var surface in new[] { Surface.Kafka, Surface.Kinesis })
        {
            var client = services.AddHttpClient(ClientOf(surface), http => http.Timeout = Timeout.InfiniteTimeSpan)
                .RemoveAllLoggers()
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
                .ConfigurePrimaryHttpMessageHandler(provider => ProxyClient.NewHandler(provider.GetRequiredService<IOptions<GatewayOptions>>().Value));

            // The first that is added is the outermost.
            client.AddResilienceHandler("records", (pipeline, context) => Build(pipeline, surface, context.ServiceProvider));
            client.AddHttpMessageHandler(() => new WholeAnswerHandler());
        }

        // Outages are logged once, by ProxyOutages, and counted; Polly would log each try.
        services.PostConfigure<TelemetryOptions>(telemetry => telemetry.LoggerFactory = NullLoggerFactory.Instance);
    }

    private static void Build(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, Surface surface, IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<RecordsOptions>>().Value;
        var metrics = services.GetRequiredService<RecordsMetrics>();
        pipeline.TimeProvider = services.GetRequiredService<TimeProvider>();
        pipeline.AddTimeout(options.CallTimeout);
        if (options.RetriesMax > 0)
        {
            pipeline.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.RetriesMax,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = false,
                ShouldHandle = IsSafeToRepeat,
                OnRetry = _ =>
                {
                    metrics.Retried(surface);
                    return default;
                },
            });
        }

        pipeline.AddCircuitBreaker(new HttpCircuitBreakerStrategyOptions
        {
            MinimumThroughput = options.BreakerTriesMin,
            FailureRatio = options.BreakerFailureRatio,
            SamplingDuration = options.BreakerWindow,
            BreakDuration = options.BreakerDuration,
            ShouldHandle = outcome => ValueTask.FromResult(IsProxyFailure(outcome.Outcome)),
            OnOpened = _ =>
            {
                metrics.BreakerOpened(surface);
                return default;
            },
        });
        pipeline.AddTimeout(options.TryTimeout);
    }

    /// <summary>There was no connection, so nothing was sent. A time that is over and an open breaker end the call.</summary>
    private static ValueTask<bool> IsSafeToRepeat(RetryPredicateArguments<HttpResponseMessage> outcome) => ValueTask.FromResult(
        outcome.Outcome.Exception is not (null or ExecutionRejectedException)
        && IsProxyFailure(outcome.Outcome)
        && outcome.Context.GetRequestMessage()?.Content is CallContent { MayBeSent: false });

    /// <summary>A try that counts against the proxy: no connection, no whole answer, none in time, or one of 5xx.</summary>
    private static bool IsProxyFailure(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException or IOException } => true,
        { Exception: OperationCanceledException { InnerException: TimeoutException } } => true, // the time for connecting
        { Result.StatusCode: >= System.Net.HttpStatusCode.InternalServerError } => true,
        _ => false,
    };
}
