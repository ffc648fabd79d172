using System.Text.Json;
using Ingest.EmbeddedKinesis.Shards;
using Ingest.EmbeddedKinesis.Streams;
using Microsoft.Extensions.Options;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>ListStreams and ListShards, in pages.</summary>
internal sealed class ListActions(
    StreamCatalog streams, StreamLookup lookup, IOptions<EmbeddedKinesisOptions> options, TimeProvider time)
{
    private const int StreamsPerPage = 100;
    private const int ShardsPerPage = 1000;
    private const int LimitMax = 10_000;
    private const int TokenMax = 1_048_576;

    public void ListStreams(KinesisRequest request, Utf8JsonWriter answer)
    {
        new Validation()
            .Range(request.Limit, "limit", 1, LimitMax)
            .Length(request.NextToken, "nextToken", TokenMax)
            .Name(request.ExclusiveStartStreamName, "exclusiveStartStreamName", required: false)
            .ThrowIfBroken();
        var after = request.NextToken is { } token ? Read(token, TokenKind.NextStreams).StreamName : request.ExclusiveStartStreamName ?? "";
        var left = streams.All.SkipWhile(stream => string.CompareOrdinal(stream.Name, after) <= 0).ToArray();
        var page = left[..Math.Min(request.Limit ?? StreamsPerPage, left.Length)];
        var more = page.Length < left.Length;

        answer.WriteStartObject();
        answer.WriteStartArray("StreamNames");
        foreach (var stream in page)
        {
            answer.WriteStringValue(stream.Name);
        }

        answer.WriteEndArray();
        answer.WriteStartArray("StreamSummaries");
        foreach (var stream in page)
        {
            answer.WriteStartObject();
            answer.WriteIdentity(stream, lookup);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteBoolean("HasMoreStreams", more);
        if (more)
        {
            answer.WriteString("NextToken", Make(TokenKind.NextStreams, 0, 0, page[^1].Name));
        }

        answer.WriteEndObject();
    }

    public void ListShards(KinesisRequest request, Utf8JsonWriter answer)
    {
        var name = StreamLookup.NameIn(request);
        new Validation()
            .Range(request.MaxResults, "maxResults", 1, LimitMax)
            .Name(request.ExclusiveStartShardId, "exclusiveStartShardId", required: false)
            .Length(request.NextToken, "nextToken", TokenMax)
            .Name(name, "streamName", required: false)
            .ThrowIfBroken();
        var (stream, from) = Start(request, name);
        var shards = lookup.IsActive(stream) ? stream.Shards.Skip(from).ToArray() : [];
        var page = shards[..Math.Min(request.MaxResults ?? ShardsPerPage, shards.Length)];

        answer.WriteStartObject();
        answer.WriteStartArray("Shards");
        foreach (var shard in page)
        {
            answer.WriteShard(shard);
        }

        answer.WriteEndArray();
        if (page.Length < shards.Length)
        {
            answer.WriteString("NextToken", Make(TokenKind.NextShards, stream.Id, from + page.Length, stream.Name));
        }

        answer.WriteEndObject();
    }

    private (KinesisStream Stream, int From) Start(KinesisRequest request, string? name)
    {
        switch (name, request.NextToken)
        {
            case (null, null):
                throw KinesisException.Invalid("Either NextToken or StreamName should be provided.");
            case (not null, not null):
                throw KinesisException.Invalid("NextToken and StreamName cannot be provided together.");
            case (null, { } text):
                var token = Read(text, TokenKind.NextShards);
                var stream = streams.Find(token.StreamName);
                return stream is not null && stream.Id == token.StreamId ? (stream, token.Shard) : throw lookup.NotFound(token.StreamName);
            default:
                var named = lookup.Get(name!);
                var skipped = named.Shards.Count(shard => string.CompareOrdinal(shard.Id, request.ExclusiveStartShardId ?? "") <= 0);
                return (named, skipped);
        }
    }

    private string Make(TokenKind kind, int streamId, int shard, string name) =>
        new Token(kind, time.GetUtcNow().ToUnixTimeMilliseconds(), streamId, shard, 0, name).ToString();

    private Token Read(string text, TokenKind kind)
    {
        if (!Token.TryParse(text, kind, out var token))
        {
            throw KinesisException.Invalid("NextToken is invalid.");
        }

        var age = time.GetUtcNow().ToUnixTimeMilliseconds() - token.MadeMilliseconds;
        return age <= options.Value.IteratorLifetime.TotalMilliseconds
            ? token
            : throw new KinesisException("ExpiredNextTokenException", $"NextToken expired: it is {age} milliseconds old.");
    }
}
