using System.Threading.RateLimiting;
using Ingest.KafkaProxy.Access;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Limits;

/// <summary>How many requests and records each caller may bring a second: one identity when it shows a credential, else one address.</summary>
internal sealed class CallerLimits(KafkaIdentities identities, IOptions<KafkaRestOptions> options) : IConfigureOptions<RateLimiterOptions>, IDisposable
{
    private readonly KafkaRestOptions _options = options.Value;
    private PartitionedRateLimiter<HttpContext>? _records;

    /// <summary>Holds requests to their limit, where they come in.</summary>
    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = Limiter(_options.RequestsPerSecondMax, _options.RequestsPerSecondMax);
        options.OnRejected = async (refused, _) => await Refusal(refused.Lease, $"{_options.RequestsPerSecondMax} requests").WriteAsync(refused.HttpContext.Response);
    }

    /// <summary>Takes <paramref name="count"/> records off what the caller may bring.</summary>
    /// <returns>The refusal when that is too many; null when they may pass.</returns>
    public RestError? TakeRecords(HttpContext context, int count)
    {
        if (_options.RecordsPerSecondMax == 0)
        {
            return null;
        }

        // As many at once as one request may hold, or the largest could never pass.
        var limiter = LazyInitializer.EnsureInitialized(ref _records, () => Limiter(_options.RecordsPerSecondMax, Math.Max(_options.RecordsPerSecondMax, _options.RecordsPerRequestMax)));
        using var lease = limiter.AttemptAcquire(context, count);
        return lease.IsAcquired ? null : Refusal(lease, $"{_options.RecordsPerSecondMax} records");
    }

    public void Dispose() => _records?.Dispose();

    private static RestError Refusal(RateLimitLease lease, string limit) => new(
        429,
        42901,
        $"A caller may bring {limit} a second; try again later.",
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1);

    private PartitionedRateLimiter<HttpContext> Limiter(int perSecond, int atOnce) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        context.GetEndpoint()?.Metadata.GetMetadata<SpeaksToKafka>() is null
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokensPerPeriod = perSecond,
                TokenLimit = atOnce,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));

    private string CallerOf(HttpContext context) =>
        identities.Of(context).Identity is { Length: > 0 } identity ? identity : context.Connection.RemoteIpAddress?.ToString() ?? "local";
}
