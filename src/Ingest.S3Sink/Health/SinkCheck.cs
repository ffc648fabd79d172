using Ingest.ObjectStore;
using Ingest.S3Sink.Plans;
using Ingest.S3Sink.Source;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingest.S3Sink.Health;

/// <summary>Whether the sink is at work.</summary>
internal sealed class SinkCheck(SinkState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.NotReady is { } reason ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());
}

/// <summary>Whether a broker answers.</summary>
internal sealed class BrokerCheck(ClusterIdentity cluster) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckResult.Healthy($"cluster {await cluster.ReadAsync()}");
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
