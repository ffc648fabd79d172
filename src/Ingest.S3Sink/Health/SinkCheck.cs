using Confluent.Kafka;
using Ingest.ObjectStore;
using Ingest.S3Sink.Plans;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingest.S3Sink.Health;

/// <summary>Whether the sink is at work.</summary>
internal sealed class SinkCheck(SinkState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.NotReady is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());
}

/// <summary>Whether a broker answers.</summary>
internal sealed class BrokerCheck(IAdminClient admin) : IHealthCheck
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var metadata = await Task.Run(() => admin.GetMetadata(AnswerMax), cancellationToken);
        return HealthCheckResult.Healthy($"{metadata.Brokers.Count} brokers");
    }
}

/// <summary>Whether the store answers.</summary>
internal sealed class StoreCheck(IObjectStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.FirstKeyAsync(ObjectStores.ProofKey, cancellationToken);
        return HealthCheckResult.Healthy(store.Uri.ToString());
    }
}
