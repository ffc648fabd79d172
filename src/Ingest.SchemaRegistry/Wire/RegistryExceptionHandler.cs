using Microsoft.AspNetCore.Diagnostics;

namespace Ingest.SchemaRegistry.Wire;

/// <summary>Gives every exception that leaves an endpoint an error body, and logs those that are our own fault, once.</summary>
internal sealed partial class RegistryExceptionHandler(ILogger<RegistryExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            httpContext.Abort(); // the client has left: no fault, and nobody to answer
            return true;
        }

        var error = exception switch
        {
            RegistryException refused => refused.Error,
            BadHttpRequestException bad => new(bad.StatusCode, bad.StatusCode, bad.Message),
            _ => null,
        };
        if (error is null)
        {
            LogUnhandled(exception, httpContext.Request.Method, httpContext.Request.Path);
            error = RegistryError.ForStatus(StatusCodes.Status500InternalServerError);
        }

        await error.WriteAsync(httpContext.Response);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogUnhandled(Exception exception, string method, string path);
}
