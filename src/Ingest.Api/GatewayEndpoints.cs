using Ingest.Api.Describing;

namespace Ingest.Api;

/// <summary>Every path leads to <see cref="Gateway"/>; some are mapped by name only so that the OpenAPI document has them.</summary>
internal static class GatewayEndpoints
{
    public static void MapGateway(this WebApplication app)
    {
        app.MapPost("/records/{source}", (string source, HttpContext context, Gateway gateway) => gateway.HandleAsync(context))
            .WithTags("Records").WithMetadata(new RecordsDescription());
        app.MapPost("/topics/{topic}", (string topic, HttpContext context, Gateway gateway) => gateway.HandleAsync(context))
            .WithTags("Topics").WithMetadata(ForwardedOperations.Produce);
        app.MapGet("/topics", (HttpContext context, Gateway gateway) => gateway.HandleAsync(context))
            .WithTags("Topics").WithMetadata(ForwardedOperations.ListTopics);
        app.MapPut("/streams/{stream}/record", (string stream, HttpContext context, Gateway gateway) => gateway.HandleAsync(context))
            .WithTags("Streams").WithMetadata(ForwardedOperations.PutRecord);
        app.MapPut("/streams/{stream}/records", (string stream, HttpContext context, Gateway gateway) => gateway.HandleAsync(context))
            .WithTags("Streams").WithMetadata(ForwardedOperations.PutRecords);
        app.MapGet("/streams", (HttpContext context, Gateway gateway) => gateway.HandleAsync(context))
            .WithTags("Streams").WithMetadata(ForwardedOperations.ListStreams);

        app.Map("/{**path}", (HttpContext context, Gateway gateway) => gateway.HandleAsync(context)).ExcludeFromDescription();
    }
}
