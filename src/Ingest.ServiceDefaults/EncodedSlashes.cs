using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ingest.ServiceDefaults;

/// <summary>Gives the endpoints names with their slashes: the server leaves <c>%2F</c> in a path, so that it separates nothing.</summary>
public sealed class EncodedSlashes(RequestDelegate next)
{
    private const string Slash = "%2F";

    /// <summary>Decodes the names of the path, and goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.Contains(Slash, StringComparison.OrdinalIgnoreCase) && context.Features.Get<IHttpRequestFeature>()?.RawTarget is { } target)
        {
            Decode(context.Request, target.Split('?')[0].Split('/'));
        }

        return next(context);
    }

    /// <summary>From the segments as they were sent: a <c>%252F</c> is a <c>%2F</c> in the path too, and stays one.</summary>
    private static void Decode(HttpRequest request, string[] sent)
    {
        var path = request.Path.Value!.Split('/');
        foreach (var (name, value) in request.RouteValues.ToArray())
        {
            var fromEnd = path.Length - Array.IndexOf(path, value as string);
            if (fromEnd <= path.Length && fromEnd <= sent.Length)
            {
                request.RouteValues[name] = Uri.UnescapeDataString(sent[^fromEnd]);
            }
        }
    }
}
