using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Ingest.KinesisProxy.Limits;
using Ingest.KinesisProxy.Streams;
using Ingest.KinesisProxy.Wire;
using Microsoft.AspNetCore.Mvc;

namespace Ingest.KinesisProxy.Records;

/// <summary>Reads records: an iterator first, then from one to the next.</summary>
internal static class ReadEndpoints
{
    /// <summary>The largest answer of GetRecords, in bytes.</summary>
    private const int ReadBytesMax = 10 * 1024 * 1024;

    private static readonly string[] Types =
        ["AFTER_SEQUENCE_NUMBER", "AT_SEQUENCE_NUMBER", "AT_TIMESTAMP", "LATEST", "TRIM_HORIZON"];

    public static void MapReads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/streams/{stream}/sharditerator", IteratorAsync).Describe(
            "A place in a shard to read from (GetShardIterator)",
            $"`type` is one of {string.Join(", ", Types)}; default TRIM_HORIZON. `timestamp` is seconds since 1970 or an ISO 8601 time.",
            exampleAnswer: ExampleAnswers.ShardIterator);
        routes.MapGet("/streams/{stream}/records", ReadAsync).Describe(
            "Reads records (GetRecords)",
            "From the iterator in the header `Shard-Iterator`, at most `limit` of them; `Data` is base64. Read on with `NextShardIterator`.",
            exampleAnswer: ExampleAnswers.GetRecords);
    }

    private static async Task IteratorAsync(
        HttpContext context,
        KinesisCalls calls,
        string stream,
        [FromQuery(Name = "shard-id")] string? shardId,
        [FromQuery] string? type,
        [FromQuery(Name = "sequence-number")] string? sequenceNumber,
        [FromQuery] string? timestamp)
    {
        StreamName.Check(stream);
        var request = new GetShardIteratorRequest
        {
            StreamName = stream,
            ShardId = string.IsNullOrEmpty(shardId) ? throw JsonFields.Wrong("shard-id", "missing; add ?shard-id=shardId-000000000000") : shardId,
            ShardIteratorType = ReadType(type ?? "TRIM_HORIZON", sequenceNumber, timestamp),
            StartingSequenceNumber = sequenceNumber,
            Timestamp = QueryFields.ReadTime(timestamp, "timestamp"),
        };
        var answer = await calls.RunAsync((kinesis, deadline) => kinesis.GetShardIteratorAsync(request, deadline));
        await Answer.WriteAsync(context.Response, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("ShardIterator", answer.ShardIterator);
            writer.WriteEndObject();
        });
    }

    private static async Task ReadAsync(
        HttpContext context,
        KinesisCalls calls,
        InFlightBytes inFlight,
        string stream,
        [FromHeader(Name = "Shard-Iterator")] string? iterator,
        [FromQuery] string? limit)
    {
        StreamName.Check(stream);
        var request = new GetRecordsRequest
        {
            ShardIterator = string.IsNullOrEmpty(iterator) ? throw JsonFields.Wrong("Shard-Iterator", "missing; send the iterator in this header") : iterator,
            Limit = QueryFields.ReadInt(limit, "limit", 1, 10_000),
        };

        using var share = inFlight.Open();
        share.Grow(ReadBytesMax);
        var read = await calls.RunAsync((kinesis, deadline) => kinesis.GetRecordsAsync(request, deadline));
        await Answer.WriteAsync(context.Response, writer => RecordAnswers.WriteRead(writer, read));
    }

    private static ShardIteratorType ReadType(string type, string? sequenceNumber, string? timestamp)
    {
        if (!Types.Contains(type))
        {
            throw JsonFields.Wrong("type", $"must be one of {string.Join(", ", Types)}");
        }

        if (sequenceNumber is null && type.EndsWith("_SEQUENCE_NUMBER", StringComparison.Ordinal))
        {
            throw JsonFields.Wrong("sequence-number", $"missing; type {type} needs it");
        }

        return timestamp is null && type == "AT_TIMESTAMP"
            ? throw JsonFields.Wrong("timestamp", $"missing; type {type} needs it")
            : new ShardIteratorType(type);
    }
}
