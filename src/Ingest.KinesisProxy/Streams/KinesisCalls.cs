using Amazon.Kinesis;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Streams;

/// <summary>Calls Kinesis with the client's own retries, within the time for a call.</summary>
internal sealed class KinesisCalls(IAmazonKinesis kinesis, IOptions<KinesisProxyOptions> options, TimeProvider time)
{
    public async Task<T> RunAsync<T>(Func<IAmazonKinesis, CancellationToken, Task<T>> call)
    {
        using var deadline = new CancellationTokenSource(options.Value.CallTimeout, time);
        return await call(kinesis, deadline.Token);
    }
}
