using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Ingest.KinesisProxy.Records;
using Ingest.KinesisProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Streams;

/// <summary>Creates streams that records came for, each once however many requests wait for it.</summary>
/// <remarks>One call for all who wait: DescribeStreamSummary is limited to 20 calls per second and account.</remarks>
internal sealed partial class MissingStreams(
    IAmazonKinesis kinesis,
    Backoff backoff,
    IOptions<KinesisProxyOptions> options,
    ProxyMetrics metrics,
    TimeProvider time,
    ILogger<MissingStreams> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _creating = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Returns when the stream is active.</summary>
    /// <exception cref="AmazonKinesisException">It may not be created.</exception>
    /// <exception cref="TimeoutException">It is not active yet; its creation goes on when only <paramref name="deadline"/> is over.</exception>
    public async Task CreateAsync(string stream, CancellationToken deadline)
    {
        Task? creating;
        lock (_lock)
        {
            if (!_creating.TryGetValue(stream, out creating))
            {
                creating = Task.Run(() => CreateOnceAsync(stream), CancellationToken.None);
                _creating.Add(stream, creating);
            }
        }

        try
        {
            await creating.WaitAsync(deadline);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw NotYet(stream);
        }
    }

    /// <summary>Ends creations that nobody waits for any more; disposed before the client they use.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task CreateOnceAsync(string stream)
    {
        using var timeout = new CancellationTokenSource(options.Value.CreateStreamTimeout, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        try
        {
            await AskAsync(stream, deadline.Token);
            await BecomeActiveAsync(stream, deadline.Token);
        }
        catch (Exception failure)
        {
            LogNotCreated(failure, stream);
            if (failure is OperationCanceledException)
            {
                throw NotYet(stream);
            }

            throw;
        }
        finally
        {
            lock (_lock)
            {
                _creating.Remove(stream);
            }
        }
    }

    private async Task AskAsync(string stream, CancellationToken deadline)
    {
        try
        {
            await kinesis.CreateStreamAsync(
                new CreateStreamRequest { StreamName = stream, ShardCount = options.Value.DefaultShardCount }, deadline);
            metrics.StreamCreated();
            LogCreated(stream, options.Value.DefaultShardCount);
        }
        catch (ResourceInUseException)
        {
            // Another replica, or someone else, was first.
        }
    }

    private async Task BecomeActiveAsync(string stream, CancellationToken deadline)
    {
        for (var asked = 1; ; asked++)
        {
            try
            {
                var summary = await kinesis.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream }, deadline);
                if (summary.StreamDescriptionSummary?.StreamStatus is { } status && (status == StreamStatus.ACTIVE || status == StreamStatus.UPDATING))
                {
                    return;
                }
            }
            catch (AmazonKinesisException failure) when (failure is ResourceNotFoundException || KinesisFailures.IsPassing(failure))
            {
                // Not known everywhere yet, or throttled: ask again.
            }

            if (!await backoff.WaitAsync(asked, deadline))
            {
                throw NotYet(stream);
            }
        }
    }

    private static TimeoutException NotYet(string stream) =>
        new($"Stream {stream} did not exist; it is being created and is not active yet.");
}
