using Amazon.Kinesis.Model;
using Ingest.KinesisProxy.Streams;
using Ingest.KinesisProxy.Wire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ingest.KinesisProxy.Health;

/// <summary>Ready when Kinesis answers. It is asked once in a while, however often the check runs.</summary>
internal sealed class KinesisReadyCheck(KinesisCalls calls, TimeProvider time) : IHealthCheck, IDisposable
{
    /// <summary>ListStreams is limited to 5 calls per second and account.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private (long At, HealthCheckResult Result)? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || time.GetElapsedTime(last.At) > AgeMax)
            {
                _last = last = (time.GetTimestamp(), await AskAsync());
            }

            return last.Result;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<HealthCheckResult> AskAsync()
    {
        try
        {
            await calls.RunAsync((kinesis, deadline) => kinesis.ListStreamsAsync(new ListStreamsRequest { Limit = 1 }, deadline));
            return HealthCheckResult.Healthy("Kinesis answers.");
        }
        catch (AccessDeniedException)
        {
            return HealthCheckResult.Healthy("Kinesis answers; listing streams is not allowed.");
        }
        catch (Exception failure) when (KinesisFailures.IsOfTheCall(failure))
        {
            return HealthCheckResult.Unhealthy(KinesisFailures.ToError(failure, stream: null).Message, failure);
        }
    }
}
