using Ingest.KinesisProxy.Limits;
using Ingest.KinesisProxy.Streams;
using Ingest.KinesisProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Records;

/// <summary>Stores records: one by one, or many at a time.</summary>
internal static class PutEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Put, HttpMethods.Post];

    public static void MapPuts(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/streams/{stream}/record", Methods, PutOneAsync).Describe(
            "Stores one record (PutRecord)",
            "Data may be any JSON; its text is stored as it is sent, a string with its quotes (`KinesisProxy:UnquoteStringData` stores it bare). `data` and `partition-key` are taken too.",
            """{"Data":{"index":1,"title":"a pin"},"PartitionKey":"partition-1"}""",
            ExampleAnswers.PutRecord);
        routes.MapMethods("/streams/{stream}/records", Methods, PutManyAsync).Describe(
            "Stores many records (PutRecords)",
            "200 says that each record has an outcome in `Records`, at its own place: a sequence number, or an error. A string in `data` is stored bare, any other JSON as its text.",
            """{"records":[{"data":"some text","partition-key":"partition-1"},{"data":{"index":2},"partition-key":"partition-2"}]}""",
            ExampleAnswers.PutRecords);
    }

    private static async Task PutOneAsync(
        HttpContext context, RecordWriter writer, InFlightBytes inFlight, IOptions<KinesisProxyOptions> options, string stream)
    {
        StreamName.Check(stream);
        using var share = inFlight.Open();
        var body = await RequestBody.ReadAsync(context.Request, options.Value.RequestBytesMax, share);
        var entry = RecordBody.ReadOne(body, stream, options.Value);

        var result = await writer.PutAsync(stream, [entry]);

        ThrowIfNothingIsDone(stream, result);
        var outcome = result.Outcomes[0];
        if (!outcome.IsStored)
        {
            throw new RefusedException(outcome.MayBeStored
                ? ProxyError.Unavailable(outcome.ErrorMessage!)
                : KinesisFailures.ToError(outcome.ErrorCode!, outcome.ErrorMessage!));
        }

        await Answer.WriteAsync(context.Response, json => RecordAnswers.WriteOne(json, outcome));
    }

    private static async Task PutManyAsync(
        HttpContext context, RecordWriter writer, InFlightBytes inFlight, IOptions<KinesisProxyOptions> options, string stream)
    {
        StreamName.Check(stream);
        using var share = inFlight.Open();
        var body = await RequestBody.ReadAsync(context.Request, options.Value.RequestBytesMax, share);
        var entries = RecordBody.ReadMany(body, stream, options.Value);

        var result = await writer.PutAsync(stream, entries);

        ThrowIfNothingIsDone(stream, result);
        await Answer.WriteAsync(context.Response, json => RecordAnswers.WriteMany(json, result.Outcomes));
    }

    /// <summary>A call that failed as a whole is answered as a whole, unless an earlier one had stored something.</summary>
    private static void ThrowIfNothingIsDone(string stream, PutResult result)
    {
        if (result is { NothingStored: true, Failure: { } failure })
        {
            throw new RefusedException(result.DoubtfulMessage is { } message
                ? ProxyError.Unavailable(message)
                : KinesisFailures.ToError(failure, stream));
        }
    }
}
