using System.Text.Json;
using Ingest.Api.Routing;

namespace Ingest.Api.Answers;

/// <summary>The 404 of a path that leads nowhere, with what is there.</summary>
internal static class NotThereAnswer
{
    private static readonly string[] Own = ["/swagger", "/healthz/live", "/healthz/ready", "/metrics"];

    public static Task WriteAsync(HttpContext context, RoutingRules rules)
    {
        string[] routes = ["/topics", "/consumers", "/brokers", "/v3", "/streams", "/records/{source}", .. rules.HasWorker ? ["/analytics"] : Array.Empty<string>(), .. Own];
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(new { error_code = 404, message = "Nothing is at this path.", routes }), context.RequestAborted).AsTask();
    }
}
