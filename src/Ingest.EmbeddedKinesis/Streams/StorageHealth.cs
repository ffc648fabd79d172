using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingest.EmbeddedKinesis.Streams;

/// <summary>Ready while every log takes records. A log that failed stays so until the process starts again.</summary>
internal sealed class StorageHealth(StreamCatalog streams) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(streams.Failures.FirstOrDefault() is { } failure
            ? HealthCheckResult.Unhealthy(failure.Message)
            : HealthCheckResult.Healthy());
}
