using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Gives every error Kinesis' shape: <c>{"__type","message"}</c>.</summary>
internal sealed partial class ErrorAnswers(
    RequestDelegate next, IOptions<KinesisProxyOptions> options, ProxyMetrics metrics, ILogger<ErrorAnswers> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (NoAnswer(context) is { } error)
            {
                await WriteAsync(context, error);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller hung up before its request was read: nobody is left to answer.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, ToError(failure, context));
        }
    }

    private ProxyError ToError(Exception failure, HttpContext context)
    {
        if (failure is RefusedException refusal)
        {
            return refusal.Error;
        }

        if (failure is BadHttpRequestException { StatusCode: var status })
        {
            return status == StatusCodes.Status413PayloadTooLarge
                ? ProxyError.TooLarge($"The body is longer than {options.Value.RequestBytesMax} bytes.")
                : new(status, "SerializationException", failure.Message);
        }

        if (!KinesisFailures.IsOfTheCall(failure))
        {
            LogBug(failure, context.Request.Method, context.Request.Path);
            return ProxyError.Internal;
        }

        var error = KinesisFailures.ToError(failure, context.GetRouteValue("stream") as string);
        if (error.Status >= 500)
        {
            LogKinesisFailed(failure, context.Request.Method, context.Request.Path);
        }

        return error;
    }

    /// <summary>The error of a route or a method that is not there; null when the request has its answer.</summary>
    private static ProxyError? NoAnswer(HttpContext context) => context.Response switch
    {
        { HasStarted: true } => null,
        { StatusCode: StatusCodes.Status404NotFound } => new(
            StatusCodes.Status404NotFound, "UnknownOperationException", $"There is no route {context.Request.Method} {context.Request.Path}; /swagger lists them."),
        { StatusCode: StatusCodes.Status405MethodNotAllowed } => new(
            StatusCodes.Status405MethodNotAllowed, "UnknownOperationException", $"{context.Request.Path} does not take {context.Request.Method}; /swagger lists what it takes."),
        _ => null,
    };

    private async Task WriteAsync(HttpContext context, ProxyError error)
    {
        metrics.Refused(error.Status);
        var isKinesisRefusal = error.Status is StatusCodes.Status400BadRequest or StatusCodes.Status429TooManyRequests;
        context.Response.StatusCode = isKinesisRefusal && options.Value.TutorialStatus ? StatusCodes.Status200OK : error.Status;
        context.Response.Headers.RetryAfter = error.RetryAfterSeconds is { } seconds ? $"{seconds}" : default;
        await Answer.WriteAsync(context.Response, writer => Write(writer, error));
    }

    private static void Write(Utf8JsonWriter writer, ProxyError error)
    {
        writer.WriteStartObject();
        writer.WriteString("__type", error.Type);
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
    }
}
