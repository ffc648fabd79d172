using System.Globalization;
using Ingest.Api.Forwarding;
using Ingest.Api.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Ingest.Api.Health;

/// <summary>The gateway is ready when the proxy behind it says that it is.</summary>
internal sealed class ProxyReadiness(Surface surface, ProxyClient proxies, IOptions<GatewayOptions> options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var deadline = new CancellationTokenSource(options.Value.ReadyTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = proxies.Request(HttpMethod.Get, surface, "/healthz/ready");
        try
        {
            using var answer = await proxies.Invoker.SendAsync(request, either.Token);
            return answer.IsSuccessStatusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"{request.RequestUri} answers {(int)answer.StatusCode}."));
        }
        catch (HttpRequestException failure)
        {
            return HealthCheckResult.Unhealthy($"{request.RequestUri} cannot be asked: {failure.Message}", failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"{request.RequestUri} did not answer in time.");
        }
    }
}
