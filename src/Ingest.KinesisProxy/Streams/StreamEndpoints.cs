using Amazon.Kinesis.Model;
using Ingest.KinesisProxy.Limits;
using Ingest.KinesisProxy.Wire;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Streams;

/// <summary>Lists, describes, creates and deletes streams.</summary>
internal static class StreamEndpoints
{
    public static void MapStreams(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/streams", ListAsync).Describe(
            "Lists streams (ListStreams)", "One page; go on after the last name with `exclusive-start-stream-name`.",
            exampleAnswer: ExampleAnswers.ListStreams);
        routes.MapGet("/streams/{stream}", DescribeAsync).Describe(
            "Describes a stream (DescribeStream)", "Its state and one page of shards; go on after the last one with `exclusive-start-shard-id`.",
            exampleAnswer: ExampleAnswers.DescribeStream);
        routes.MapPost("/streams/{stream}", CreateAsync).Describe(
            "Creates a stream (CreateStream)", "The body may be empty: then it has `KinesisProxy:DefaultShardCount` shards. It can be used once its status is ACTIVE.",
            """{"ShardCount":5}""");
        routes.MapDelete("/streams/{stream}", DeleteAsync).Describe(
            "Deletes a stream and its records (DeleteStream)", "The body may be empty.", "{}");
    }

    private static async Task ListAsync(
        HttpContext context,
        KinesisCalls calls,
        [FromQuery] string? limit,
        [FromQuery(Name = "exclusive-start-stream-name")] string? after)
    {
        var request = new ListStreamsRequest { Limit = QueryFields.ReadInt(limit, "limit", 1, 10_000), ExclusiveStartStreamName = after };
        var list = await calls.RunAsync((kinesis, deadline) => kinesis.ListStreamsAsync(request, deadline));
        await Answer.WriteAsync(context.Response, writer => StreamAnswers.WriteList(writer, list));
    }

    private static async Task DescribeAsync(
        HttpContext context,
        KinesisCalls calls,
        string stream,
        [FromQuery] string? limit,
        [FromQuery(Name = "exclusive-start-shard-id")] string? after)
    {
        StreamName.Check(stream);
        var request = new DescribeStreamRequest
        {
            StreamName = stream,
            Limit = QueryFields.ReadInt(limit, "limit", 1, 10_000),
            ExclusiveStartShardId = after,
        };
        var answer = await calls.RunAsync((kinesis, deadline) => kinesis.DescribeStreamAsync(request, deadline));
        var description = answer.StreamDescription ?? throw new InvalidDataException("DescribeStream answered without a description.");
        await Answer.WriteAsync(context.Response, writer => StreamAnswers.WriteDescription(writer, description));
    }

    private static async Task CreateAsync(
        HttpContext context, KinesisCalls calls, InFlightBytes inFlight, IOptions<KinesisProxyOptions> options, string stream)
    {
        StreamName.Check(stream);
        var shards = await ReadShardCountAsync(context, inFlight, options.Value, stream);
        var request = new CreateStreamRequest { StreamName = stream, ShardCount = shards ?? options.Value.DefaultShardCount };
        await calls.RunAsync((kinesis, deadline) => kinesis.CreateStreamAsync(request, deadline));
    }

    private static async Task DeleteAsync(
        HttpContext context, KinesisCalls calls, InFlightBytes inFlight, IOptions<KinesisProxyOptions> options, string stream)
    {
        StreamName.Check(stream);
        await ReadShardCountAsync(context, inFlight, options.Value, stream);
        await calls.RunAsync((kinesis, deadline) => kinesis.DeleteStreamAsync(new DeleteStreamRequest { StreamName = stream }, deadline));
    }

    private static async Task<int?> ReadShardCountAsync(
        HttpContext context, InFlightBytes inFlight, KinesisProxyOptions options, string stream)
    {
        using var share = inFlight.Open();
        var body = await RequestBody.ReadAsync(context.Request, options.RequestBytesMax, share);
        return StreamBody.ReadShardCount(body, stream);
    }
}
