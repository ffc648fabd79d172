using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;
using Microsoft.AspNetCore.Diagnostics;

namespace Ingest.KafkaProxy.Wire;

/// <summary>Gives every exception that leaves an endpoint an error body, and logs those that are our own fault, once.</summary>
internal sealed partial class RestExceptionHandler(ILogger<RestExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            httpContext.Abort(); // the client has left: no fault, and nobody to answer
            return true;
        }

        if (exception is BadHttpRequestException && HttpProtocol.IsHttp11(httpContext.Request.Protocol))
        {
            // The rest of the body may never come, so Kestrel must not look for another request behind it.
            httpContext.Response.Headers.Connection = "close";
        }

        if (ErrorOf(exception) is not { } error)
        {
            LogUnhandled(exception, httpContext.Request.Method, httpContext.Request.Path);
            error = RestError.ForStatus(StatusCodes.Status500InternalServerError);
        }

        await error.WriteAsync(httpContext.Response);
        return true;
    }

    private static RestError? ErrorOf(Exception exception) => exception switch
    {
        RestException refused => refused.Error,
        BadHttpRequestException bad => new RestError(bad.StatusCode, bad.StatusCode, bad.Message),
        KafkaException kafka => KafkaErrors.ToRestError(KafkaErrors.Of(kafka)),
        _ => null,
    };
}
