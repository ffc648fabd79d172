using Ingest.EmbeddedKinesis.Shards;
using Ingest.EmbeddedKinesis.Streams;
using Microsoft.Extensions.Options;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>Which stream a request means, how it is called in answers, and whether it may be used yet.</summary>
internal sealed class StreamLookup(StreamCatalog streams, IOptions<EmbeddedKinesisOptions> options, TimeProvider time)
{
    private const string BeforeName = ":stream/";

    private readonly EmbeddedKinesisOptions _options = options.Value;

    public string AccountId => _options.AccountId;

    /// <summary>The name from StreamName or StreamARN.</summary>
    /// <exception cref="KinesisException">Both are given and name different streams, or the ARN is none.</exception>
    public static string? NameIn(KinesisRequest request)
    {
        if (request.StreamArn is not { } arn)
        {
            return request.StreamName;
        }

        new Validation().Arn(arn, "streamARN").ThrowIfBroken();
        var name = arn[(arn.IndexOf(BeforeName, StringComparison.Ordinal) + BeforeName.Length)..];
        return request.StreamName is null || request.StreamName == name
            ? name
            : throw KinesisException.Invalid("StreamARN and StreamName are of different streams.");
    }

    public string ArnOf(KinesisStream stream) => $"arn:aws:kinesis:{_options.Region}:{AccountId}:stream/{stream.Name}";

    public string StatusOf(KinesisStream stream) => IsActive(stream) ? "ACTIVE" : "CREATING";

    public bool IsActive(KinesisStream stream) => time.GetUtcNow() >= stream.ActiveFrom;

    /// <summary>The stream, whatever its status.</summary>
    public KinesisStream Get(string name) => streams.Find(name) ?? throw NotFound(name);

    /// <summary>The stream, once it takes and gives records.</summary>
    public KinesisStream GetActive(string name) => streams.Find(name) is { } stream && IsActive(stream) ? stream : throw NotFound(name);

    public Shard GetShard(string streamName, string shardId)
    {
        if (!shardId.StartsWith("shardId-", StringComparison.Ordinal))
        {
            throw KinesisException.NotFound($"Could not find shard {shardId} in stream {streamName} under account {AccountId}.");
        }

        var stream = streams.Find(streamName);
        var shard = stream is not null && IsActive(stream) ? stream.Shards.FirstOrDefault(shard => shard.Id == shardId) : null;
        return shard ?? throw KinesisException.NotFound($"Shard {shardId} in stream {streamName} under account {AccountId} does not exist");
    }

    public KinesisException NotFound(string name) => KinesisException.NotFound($"Stream {name} under account {AccountId} not found.");
}
