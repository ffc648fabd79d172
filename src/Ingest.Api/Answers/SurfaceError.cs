using System.Globalization;
using System.Text.Json;
using Ingest.Api.Routing;

namespace Ingest.Api.Answers;

/// <summary>The gateway's own errors, in the shape of the surface that the client called.</summary>
internal static class SurfaceError
{
    /// <summary>Answers with <paramref name="status"/>; <paramref name="retryAfterSeconds"/> when the same request may succeed later.</summary>
    public static Task WriteAsync(HttpContext context, Surface surface, int status, string message, int? retryAfterSeconds = null)
    {
        var response = context.Response;
        response.Clear();
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (retryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = surface == Surface.Kinesis
            ? JsonSerializer.SerializeToUtf8Bytes(new { __type = KinesisType(status), message })
            : JsonSerializer.SerializeToUtf8Bytes(new { error_code = status, message });
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static string KinesisType(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "AccessDeniedException",
        StatusCodes.Status413PayloadTooLarge => "RequestEntityTooLargeException",
        StatusCodes.Status503ServiceUnavailable => "ServiceUnavailableException",
        < StatusCodes.Status500InternalServerError => "ValidationException",
        _ => "InternalFailure",
    };
}
