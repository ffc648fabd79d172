using Ingest.Api.Records.Outcomes;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;
using Ingest.Api.Records.Sending;
using Ingest.Api.Routing;
using Microsoft.Extensions.Options;

namespace Ingest.Api.Records;

/// <summary><c>POST /records/{source}</c>: read all, check all, send, answer for each record.</summary>
internal sealed class RecordsEndpoint(
    SourceRoutes routes, InFlightBytes inFlight, RecordSender sender, GatewayMetrics metrics, IOptions<RecordsOptions> options, IOptions<GatewayOptions> gateway)
{
    public async Task HandleAsync(HttpContext context, string source)
    {
        var response = context.Response;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            response.Headers.Allow = HttpMethods.Post;
            await RefuseAsync(response, new Refusal(StatusCodes.Status405MethodNotAllowed, "Records are posted: POST /records/{source}."), "method");
            return;
        }

        if (routes.Find(source) is not { } route)
        {
            await RefuseAsync(response, new Refusal(StatusCodes.Status404NotFound, UnknownSource(source)), "unknown_source", routes.Names);
            return;
        }

        using var share = inFlight.Open();
        try
        {
            var body = await BodyReader.ReadAsync(context, options.Value, share);
            var records = RecordReader.Read(body, route, options.Value);
            var result = await sender.SendAsync(route, records);
            await RecordsAnswer.WriteAsync(response, route, result, gateway.Value.RetryAfterSeconds);
        }
        catch (RefusedException refused)
        {
            await RefuseAsync(response, refused.Refusal, ReasonOf(refused.Refusal.Status));
        }
        catch (Exception gone) when (gone is IOException || (gone is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // The client left before its body was whole: nothing was sent, and nobody is left to answer. A broken connection
            // may be known here before RequestAborted says so; the server is not to read over what will not come.
            context.Abort();
        }
    }

    private Task RefuseAsync(HttpResponse response, Refusal refusal, string reason, IReadOnlyList<string>? sources = null)
    {
        metrics.Refused(Surface.Records, reason);
        return RecordsAnswer.WriteAsync(response, refusal, gateway.Value.RetryAfterSeconds, sources);
    }

    private string UnknownSource(string source) => routes.Names.Count > 0
        ? $"There is no source '{source}'."
        : $"There is no source '{source}': none is configured (Routing:Sources).";

    private static string ReasonOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => "body_too_large",
        StatusCodes.Status415UnsupportedMediaType => "media_type",
        StatusCodes.Status503ServiceUnavailable => "too_many_bytes_in_flight",
        _ => "bad_records",
    };
}
