using Confluent.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>Ready while a broker answers; its last answer counts for a moment, so that probes cost it little.</summary>
internal sealed class BrokerHealthCheck(
    Cluster cluster, IOptions<KafkaRestOptions> options, TimeProvider time) : IHealthCheck
{
    private readonly TimeSpan _cacheAge = options.Value.ReadinessCacheAge;
    private Answer? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _last) is { } last && time.GetElapsedTime(last.Timestamp) < _cacheAge)
        {
            return last.Result;
        }

        var answer = new Answer(await AskAsync(cancellationToken), time.GetTimestamp());
        Volatile.Write(ref _last, answer);
        return answer.Result;
    }

    private async Task<HealthCheckResult> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await cluster.DescribeAsync().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy($"{metadata.Brokers.Count} brokers");
        }
        catch (KafkaException failure)
        {
            return HealthCheckResult.Unhealthy($"Kafka does not answer: {failure.Error.Reason}");
        }
    }

    private sealed record Answer(HealthCheckResult Result, long Timestamp);
}
