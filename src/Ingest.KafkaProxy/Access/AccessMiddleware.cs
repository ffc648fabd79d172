using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Access;

/// <summary>Gives a request that shows a credential the Kafka clients that log in with it.</summary>
internal sealed class AccessMiddleware(RequestDelegate next, CredentialReader credentials, ClientPool pool, IOptions<AccessOptions> options)
{
    private readonly bool _enabled = options.Value.Enabled;

    public Task InvokeAsync(HttpContext context) => _enabled && context.GetEndpoint()?.Metadata.GetMetadata<SpeaksToKafka>() is not null
        ? SignInAsync(context)
        : next(context);

    private async Task SignInAsync(HttpContext context)
    {
        try
        {
            using var lease = credentials.Read(context) is { } credential ? await pool.RentAsync(credential) : null;
            context.Features.Set(lease?.Clients);
            await next(context);
        }
        catch (RestException refused) when (refused.Error.Status == StatusCodes.Status401Unauthorized && !context.Response.HasStarted)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"Kafka\", Bearer";
            await refused.Error.WriteAsync(context.Response);
        }
    }
}
