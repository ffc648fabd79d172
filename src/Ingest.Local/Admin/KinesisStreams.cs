using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Ingest.Local.Admin;

/// <summary>Creates and lists streams.</summary>
/// <param name="kinesis">The client.</param>
/// <param name="place">Where it goes, for messages.</param>
/// <param name="time">The clock of the waits.</param>
internal sealed class KinesisStreams(IAmazonKinesis kinesis, string place, TimeProvider time)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>Creates a stream.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shards">Its shards; null lets it grow on demand.</param>
    /// <param name="ifNotExists">Whether a stream that exists already, and is not being deleted, is as good as one created.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NoAnswerException">Kinesis did not answer.</exception>
    public async Task<CreateOutcome> CreateAsync(string name, int? shards, bool ifNotExists, CancellationToken cancellation)
    {
        var mode = new StreamModeDetails { StreamMode = StreamMode.ON_DEMAND };
        var request = new CreateStreamRequest { StreamName = name, ShardCount = shards, StreamModeDetails = shards is null ? mode : null };
        try
        {
            await AskAsync(() => kinesis.CreateStreamAsync(request, cancellation));
            return new(name);
        }
        catch (ResourceInUseException) when (ifNotExists)
        {
            return await StatusAsync(name, cancellation) == StreamStatus.DELETING
                ? new(name, Refusal: "it is being deleted; create it again when it is gone")
                : new(name, Existed: true);
        }
        catch (AmazonKinesisException refused)
        {
            return new(name, Refusal: $"{refused.ErrorCode}: {refused.Message}");
        }
    }

    /// <summary>Waits until a stream takes records.</summary>
    /// <exception cref="NoAnswerException">Kinesis did not answer, or says that there is no such stream any more.</exception>
    public async Task WaitUntilActiveAsync(string name, CancellationToken cancellation)
    {
        try
        {
            // A stream that is being changed takes records all the while.
            while (await StatusAsync(name, cancellation) is not { } status || (status != StreamStatus.ACTIVE && status != StreamStatus.UPDATING))
            {
                await Task.Delay(AskAgainAfter, time, cancellation);
            }
        }
        catch (AmazonKinesisException refused)
        {
            throw new NoAnswerException($"{name}: {refused.ErrorCode}: {refused.Message}", refused);
        }
    }

    /// <summary>All streams in order of their names, with their status where the server tells it.</summary>
    /// <exception cref="NoAnswerException">Kinesis did not answer, or refused.</exception>
    public async Task<IReadOnlyList<(string Name, string? Status)>> ListAsync(CancellationToken cancellation)
    {
        var streams = new List<(string Name, string? Status)>();
        var more = true;
        try
        {
            while (more)
            {
                var request = new ListStreamsRequest { ExclusiveStartStreamName = streams.Count > 0 ? streams[^1].Name : null };
                var page = await AskAsync(() => kinesis.ListStreamsAsync(request, cancellation));
                var status = page.StreamSummaries?.ToDictionary(stream => stream.StreamName!, stream => stream.StreamStatus?.Value) ?? [];
                streams.AddRange((page.StreamNames ?? []).Select(name => (name, status.GetValueOrDefault(name))));
                more = page is { HasMoreStreams: true, StreamNames.Count: > 0 };
            }
        }
        catch (AmazonKinesisException refused)
        {
            throw new NoAnswerException($"{refused.ErrorCode}: {refused.Message}", refused);
        }

        return [.. streams.OrderBy(stream => stream.Name, StringComparer.Ordinal)];
    }

    private async Task<StreamStatus?> StatusAsync(string name, CancellationToken cancellation) =>
        (await AskAsync(() => kinesis.DescribeStreamSummaryAsync(new() { StreamName = name }, cancellation))).StreamDescriptionSummary?.StreamStatus;

    /// <summary>What is no refusal by the service is no answer.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (
            failure is (AmazonClientException or HttpRequestException or IOException) and not AmazonKinesisException { ErrorCode.Length: > 0 })
        {
            throw new NoAnswerException($"Kinesis at {place} did not answer: {failure.Message}", failure);
        }
    }
}
