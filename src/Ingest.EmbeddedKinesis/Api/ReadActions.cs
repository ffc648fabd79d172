using System.Globalization;
using System.Text.Json;
using Ingest.EmbeddedKinesis.Shards;
using Ingest.EmbeddedKinesis.Streams;
using Microsoft.Extensions.Options;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>GetShardIterator and GetRecords.</summary>
internal sealed class ReadActions(
    StreamLookup lookup, StreamCatalog streams, IOptions<EmbeddedKinesisOptions> options, KinesisMetrics metrics, TimeProvider time)
{
    private const int RecordsMax = 10_000;
    private const int IteratorMax = 512;
    private const string Latest = "LATEST", TrimHorizon = "TRIM_HORIZON", AtTimestamp = "AT_TIMESTAMP";
    private const string AtSequenceNumber = "AT_SEQUENCE_NUMBER", AfterSequenceNumber = "AFTER_SEQUENCE_NUMBER";

    private static readonly string[] IteratorTypes = [AfterSequenceNumber, Latest, AtTimestamp, AtSequenceNumber, TrimHorizon];

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void GetShardIterator(KinesisRequest request, Utf8JsonWriter answer)
    {
        var name = StreamLookup.NameIn(request);
        new Validation()
            .Name(request.ShardId, "shardId")
            .OneOf(request.ShardIteratorType, "shardIteratorType", IteratorTypes)
            .SequenceNumber(request.StartingSequenceNumber, "startingSequenceNumber")
            .Name(name, "streamName")
            .ThrowIfBroken();
        var shard = lookup.GetShard(name!, request.ShardId!);
        CheckStart(request);
        var index = request.ShardIteratorType switch
        {
            TrimHorizon => 0,
            Latest => shard.Count,
            AtTimestamp => Find(shard, name!, request.Timestamp!.Value),
            _ => IndexOf(shard, name!, request),
        };

        answer.WriteStartObject();
        answer.WriteString("ShardIterator", IteratorAt(shard, name!, index));
        answer.WriteEndObject();
    }

    public void GetRecords(KinesisRequest request, Utf8JsonWriter answer)
    {
        new Validation()
            .Range(request.Limit, "limit", 1, RecordsMax)
            .NotNull(request.ShardIterator, "shardIterator")
            .Length(request.ShardIterator, "shardIterator", IteratorMax)
            .ThrowIfBroken();
        var (shard, token) = Open(request.ShardIterator!);
        var records = Read(shard, token, request.Limit ?? RecordsMax);
        var next = token.Index + records.Length;
        var behind = records.Length > 0 && next < shard.Count ? Math.Max(0, Now - records[^1].ArrivalMilliseconds) : 0;
        metrics.Got(records.Length);

        answer.WriteStartObject();
        answer.WriteNumber("MillisBehindLatest", behind);
        answer.WriteString("NextShardIterator", IteratorAt(shard, token.StreamName, next));
        answer.WriteStartArray("Records");
        foreach (var record in records)
        {
            answer.WriteStartObject();
            answer.WriteString("SequenceNumber", shard.NumberOf(record.Index).ToString());
            answer.WriteTimestamp("ApproximateArrivalTimestamp", record.ArrivalMilliseconds);
            answer.WriteString("PartitionKey", record.PartitionKey.Span);
            answer.WriteBase64String("Data", record.Data.Span);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
    }

    private void CheckStart(KinesisRequest request)
    {
        var (type, number) = (request.ShardIteratorType!, request.StartingSequenceNumber);
        var takesNumber = type is AtSequenceNumber or AfterSequenceNumber;
        if (takesNumber != number is not null)
        {
            throw KinesisException.Invalid(
                $"Must either specify (1) {AtSequenceNumber} or {AfterSequenceNumber} and StartingSequenceNumber or (2) {TrimHorizon} or {Latest} and no StartingSequenceNumber. " +
                $"Request specified {type} and {(number is null ? "no" : "also a")} StartingSequenceNumber.");
        }

        if (type == AtTimestamp && request.Timestamp is null)
        {
            throw KinesisException.Invalid(
                $"Must specify timestampInMillis parameter for iterator of type {AtTimestamp}. Current request has no timestamp parameter.");
        }

        if (type == AtTimestamp && request.Timestamp > Now)
        {
            throw KinesisException.Invalid(
                $"The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {request.Timestamp}, currentTimestampInMillis: {Now}");
        }
    }

    private long IndexOf(Shard shard, string streamName, KinesisRequest request)
    {
        var text = request.StartingSequenceNumber!;
        if (SequenceNumber.TryParse(text, out var number) && number.Shard != shard.Number)
        {
            throw KinesisException.Invalid(
                $"Invalid StartingSequenceNumber. It encodes {Shard.IdOf(number.Shard)}, while it was used in a call to a shard with {shard.Id}");
        }

        // A number of this shard's that is not there yet, or of a deleted stream of that name, was never given by this shard.
        if (number.StreamId == 0 || number != shard.NumberOf(number.Index) || number.Index >= shard.Count)
        {
            throw KinesisException.Invalid(
                $"StartingSequenceNumber {text} used in GetShardIterator on shard {shard.Id} in stream {streamName} under account {lookup.AccountId} is invalid.");
        }

        return request.ShardIteratorType == AtSequenceNumber ? Math.Max(0, number.Index) : number.Index + 1;
    }

    private (Shard Shard, Token Token) Open(string iterator)
    {
        if (!Token.TryParse(iterator, TokenKind.ShardIterator, out var token))
        {
            throw KinesisException.Invalid("Invalid ShardIterator.");
        }

        var lifetime = options.Value.IteratorLifetime;
        if (Now - token.MadeMilliseconds > lifetime.TotalMilliseconds)
        {
            throw new KinesisException(
                "ExpiredIteratorException",
                $"Iterator expired. The iterator was created at time {Utc(token.MadeMilliseconds)} while right now it is {Utc(Now)} " +
                $"which is further in the future than the tolerated delay of {lifetime.TotalMilliseconds:0} milliseconds.");
        }

        var stream = streams.Find(token.StreamName);
        if (stream is null || stream.Id != token.StreamId)
        {
            throw lookup.NotFound(token.StreamName);
        }

        return token.Shard < stream.Shards.Count && token.Index <= stream.Shards[token.Shard].Count
            ? (stream.Shards[token.Shard], token)
            : throw KinesisException.Invalid("Invalid ShardIterator.");
    }

    private StoredRecord[] Read(Shard shard, Token token, int limit)
    {
        try
        {
            return shard.Read(token.Index, limit, options.Value.GetRecordsBytesMax);
        }
        catch (ObjectDisposedException)
        {
            // The stream was deleted after it was found.
            throw lookup.NotFound(token.StreamName);
        }
    }

    private long Find(Shard shard, string streamName, long milliseconds)
    {
        try
        {
            return shard.Find(milliseconds);
        }
        catch (ObjectDisposedException)
        {
            throw lookup.NotFound(streamName);
        }
    }

    private string IteratorAt(Shard shard, string streamName, long index) =>
        new Token(TokenKind.ShardIterator, Now, shard.NumberOf(0).StreamId, shard.Number, index, streamName).ToString();

    private static string Utc(long epochMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(epochMilliseconds).ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
}
