using Amazon.Kinesis;
using Amazon.Kinesis.Model;

namespace Analytics.Worker.Stream;

/// <summary>Tells a stream from another that was made later under its name: by when it was created.</summary>
internal static class StreamIdentity
{
    /// <summary>When the stream was created, Unix milliseconds; null while there is none to read.</summary>
    public static async Task<long?> FindAsync(IAmazonKinesis kinesis, string stream, CancellationToken cancellation)
    {
        try
        {
            var answer = await kinesis.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = stream }, cancellation);
            var created = answer.StreamDescriptionSummary?.StreamCreationTimestamp ?? DateTime.UnixEpoch;
            return new DateTimeOffset(created.ToUniversalTime()).ToUnixTimeMilliseconds();
        }
        catch (ResourceNotFoundException)
        {
            return null; // the service has no other way to say so
        }
    }

    /// <summary>Makes sure that what was read since the shard was begun is of the stream that it was begun in.</summary>
    /// <remarks>A stream that is gone and has no successor leaves no doubt: what was read of it is its own, and can be read no more.</remarks>
    /// <exception cref="StreamMadeAnewException">It may be of another.</exception>
    public static async Task EnsureAsync(IAmazonKinesis kinesis, ShardId shard, CancellationToken cancellation)
    {
        if (await FindAsync(kinesis, shard.Stream, cancellation) is { } created && created != shard.StreamCreated)
        {
            throw new StreamMadeAnewException(shard);
        }
    }
}

/// <summary>A stream was deleted and made again under its name. Its supervisor finds out and begins anew.</summary>
internal sealed class StreamMadeAnewException(ShardId shard)
    : IOException($"{shard.Stream} is no longer the stream that {shard.Shard} was begun in: it was deleted and made again.");
