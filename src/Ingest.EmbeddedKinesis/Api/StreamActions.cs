using System.Text.Json;
using Ingest.EmbeddedKinesis.Streams;
using Microsoft.Extensions.Options;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>CreateStream, DeleteStream and the two descriptions of a stream.</summary>
internal sealed class StreamActions(StreamCatalog streams, StreamLookup lookup, IOptions<EmbeddedKinesisOptions> options)
{
    private const int ShardCountMax = 100_000;
    private const int OnDemandShards = 4;
    private const int ShardsPerPage = 100;
    private const int LimitMax = 10_000;
    private const string OnDemand = "ON_DEMAND";
    private const string Provisioned = "PROVISIONED";

    public async Task CreateStreamAsync(KinesisRequest request, CancellationToken cancellation)
    {
        var onDemand = request.StreamMode == OnDemand;
        var shards = request.ShardCount ?? (onDemand ? OnDemandShards : null);
        var validation = new Validation().NotNull(shards, "shardCount").Range(shards, "shardCount", 1, ShardCountMax);
        if (request.StreamMode is not null)
        {
            validation.OneOf(request.StreamMode, "streamModeDetails.streamMode", [Provisioned, OnDemand]);
        }

        validation.Name(request.StreamName, "streamName").ThrowIfBroken();

        switch (await streams.CreateAsync(request.StreamName!, shards!.Value, onDemand, cancellation))
        {
            case CreateRefusal.Exists:
                throw KinesisException.InUse($"Stream {request.StreamName} under account {lookup.AccountId} already exists.");
            case CreateRefusal.TooManyShards:
                var (current, max) = (streams.Shards, options.Value.ShardsMax);
                throw KinesisException.LimitExceeded(
                    $"This request would exceed the shard limit for the account {lookup.AccountId} in {options.Value.Region}. " +
                    $"Current shard count for the account: {current}. Limit: {max}. " +
                    $"Number of additional shards that would have resulted from this request: {shards}. The limit here is EmbeddedKinesis:ShardsMax.");
            default:
                return;
        }
    }

    public async Task DeleteStreamAsync(KinesisRequest request, CancellationToken cancellation)
    {
        var name = StreamLookup.NameIn(request);
        new Validation().Name(name, "streamName").ThrowIfBroken();
        if (!await streams.DeleteAsync(name!, cancellation))
        {
            throw lookup.NotFound(name!);
        }
    }

    public void DescribeStream(KinesisRequest request, Utf8JsonWriter answer)
    {
        var name = StreamLookup.NameIn(request);
        new Validation()
            .Range(request.Limit, "limit", 1, LimitMax)
            .Name(request.ExclusiveStartShardId, "exclusiveStartShardId", required: false)
            .Name(name, "streamName")
            .ThrowIfBroken();
        var stream = lookup.Get(name!);
        var shards = (lookup.IsActive(stream) ? stream.Shards : [])
            .Where(shard => string.CompareOrdinal(shard.Id, request.ExclusiveStartShardId ?? "") > 0).ToArray();
        var page = Math.Min(request.Limit ?? ShardsPerPage, shards.Length);

        answer.WriteStartObject();
        answer.WriteStartObject("StreamDescription");
        answer.WriteStream(stream, lookup);
        answer.WriteBoolean("HasMoreShards", page < shards.Length);
        answer.WriteStartArray("Shards");
        foreach (var shard in shards[..page])
        {
            answer.WriteShard(shard);
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
        answer.WriteEndObject();
    }

    public void DescribeStreamSummary(KinesisRequest request, Utf8JsonWriter answer)
    {
        var name = StreamLookup.NameIn(request);
        new Validation().Name(name, "streamName").ThrowIfBroken();
        var stream = lookup.Get(name!);

        answer.WriteStartObject();
        answer.WriteStartObject("StreamDescriptionSummary");
        answer.WriteStream(stream, lookup);
        answer.WriteNumber("OpenShardCount", stream.Shards.Count);
        answer.WriteNumber("ConsumerCount", 0);
        answer.WriteEndObject();
        answer.WriteEndObject();
    }
}
