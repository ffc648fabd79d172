using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Worker.Tables;

/// <summary>Asks each store for one entry of a listing.</summary>
internal sealed class StoresHealthCheck(WorkerStores stores) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var store in stores.Distinct)
        {
            try
            {
                await foreach (var _ in store.ListAsync("tables/", startAfter: null, cancellationToken))
                {
                    break;
                }
            }
            catch (IOException failure)
            {
                return HealthCheckResult.Unhealthy($"{store.Uri} cannot be listed: {failure.Message}");
            }
        }

        return HealthCheckResult.Healthy();
    }
}
