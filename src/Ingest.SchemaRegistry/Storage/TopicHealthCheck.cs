using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingest.SchemaRegistry.Storage;

/// <summary>Ready when the topic has been read, and Kafka says how far it goes.</summary>
internal sealed class TopicHealthCheck(SchemasTopic topic) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!topic.IsRead)
        {
            return HealthCheckResult.Unhealthy("The topic has not been read yet.");
        }

        try
        {
            await topic.CatchUpAsync();
            return HealthCheckResult.Healthy();
        }
        catch (RegistryException unavailable)
        {
            return HealthCheckResult.Unhealthy(unavailable.Message);
        }
    }
}
