using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Worker.Stream;

/// <summary>Asks Kinesis for the name of one stream.</summary>
internal sealed class KinesisHealthCheck(IAmazonKinesis kinesis) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await kinesis.ListStreamsAsync(new ListStreamsRequest { Limit = 1 }, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception answer) when (answer is LimitExceededException or AccessDeniedException)
        {
            // It answers: others ask it too often, or our role may read streams and not list them.
            return HealthCheckResult.Healthy(answer.Message);
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            return HealthCheckResult.Unhealthy($"Kinesis does not answer: {failure.Message}");
        }
    }
}
