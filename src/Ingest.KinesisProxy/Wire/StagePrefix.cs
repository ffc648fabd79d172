using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Takes a stage such as <c>/test</c> off a path, as API Gateway does: <c>/test/streams</c> is <c>/streams</c>.</summary>
internal sealed class StagePrefix(RequestDelegate next, IOptions<KinesisProxyOptions> options)
{
    private readonly PathString[] _prefixes = [.. options.Value.Stages.Select(prefix => new PathString("/" + prefix))];

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        foreach (var prefix in _prefixes)
        {
            if (request.Path.StartsWithSegments(prefix, out var rest) && rest.StartsWithSegments("/streams"))
            {
                (request.PathBase, request.Path) = (request.PathBase.Add(prefix), rest);
                break;
            }
        }

        return next(context);
    }
}
