using Ingest.KafkaProxy.V2.Brokers;
using Ingest.KafkaProxy.V2.Consume;
using Ingest.KafkaProxy.V2.Events;
using Ingest.KafkaProxy.V2.Produce;
using Ingest.KafkaProxy.V2.Topics;
using Ingest.KafkaProxy.Wire;
using Microsoft.AspNetCore.Mvc;

namespace Ingest.KafkaProxy.V2;

/// <summary>REST Proxy's API v2: every route, with what it says of itself in the OpenAPI document.</summary>
internal static class V2Routes
{
    public static void MapV2(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", [HttpMethods.Get, HttpMethods.Post], (Delegate)BrokerEndpoints.GetRootAsync)
            .WithSummary("Says that the proxy answers").WithTags("Cluster").Answers<EmptyAnswer>();
        routes.MapGet("/brokers", (HttpContext context, BrokerEndpoints endpoints) => endpoints.ListBrokersAsync(context))
            .WithSummary("Lists the brokers").WithTags("Cluster").Answers<BrokersAnswer>();

        routes.MapProduce();
        routes.MapTopics();
        routes.MapEvents();
        routes.MapConsumers();
    }

    private static void MapProduce(this IEndpointRouteBuilder routes)
    {
        var produce = routes.MapGroup("/topics/{topic}").WithTags("Records").WithMetadata(new ProduceDescription(), new SkipStatusCodePagesAttribute());

        // Not a parameter of the handlers: that would cost each request a scope of services.
        var services = routes.ServiceProvider;
        produce.MapPost("", (HttpContext context, string topic) => services.GetRequiredService<ProduceEndpoint>().HandleAsync(context, topic, null))
            .WithSummary("Stores records in a topic");
        produce.MapPost(
                "/partitions/{partition:int:min(0)}",
                (HttpContext context, string topic, int partition) => services.GetRequiredService<ProduceEndpoint>().HandleAsync(context, topic, partition))
            .WithSummary("Stores records in one partition of a topic; a record's own partition goes first");
    }

    private static void MapTopics(this IEndpointRouteBuilder routes)
    {
        var topics = routes.MapGroup("/topics").WithTags("Topics");

        topics.MapGet("", (HttpContext context, TopicEndpoints endpoints) => endpoints.ListAsync(context))
            .WithSummary("Lists the topics").Answers<IReadOnlyList<string>>();
        topics.MapGet("/{topic}", (HttpContext context, string topic, TopicEndpoints endpoints) => endpoints.GetAsync(context, topic))
            .WithSummary("Shows a topic: its settings and partitions").Answers<TopicAnswer>();
        topics.MapGet("/{topic}/partitions", (HttpContext context, string topic, TopicEndpoints endpoints) => endpoints.ListPartitionsAsync(context, topic))
            .WithSummary("Lists a topic's partitions").Answers<IReadOnlyList<PartitionAnswer>>();
        topics.MapGet(
                "/{topic}/partitions/{partition:int}",
                (HttpContext context, string topic, int partition, TopicEndpoints endpoints) => endpoints.GetPartitionAsync(context, topic, partition))
            .WithSummary("Shows a partition").Answers<PartitionAnswer>();
        topics.MapGet(
                "/{topic}/partitions/{partition:int}/offsets",
                (HttpContext context, string topic, int partition, TopicEndpoints endpoints) => endpoints.GetOffsetsAsync(context, topic, partition))
            .WithSummary("Shows the first and the next offset of a partition").Answers<OffsetsAnswer>();
    }

    private static void MapEvents(this IEndpointRouteBuilder routes) => routes.MapGet(
            "/topics/{topic}/events", (HttpContext context, string topic, EventEndpoints endpoints) => endpoints.StreamAsync(context, topic))
        .WithSummary("Pushes a topic's records as server-sent events; Last-Event-ID goes on behind that event")
        .WithTags("Records").Produces(200, contentType: "text/event-stream");

    private static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route) =>
        route.Produces<T>(StatusCodes.Status200OK, MediaTypes.V2, MediaTypes.Json);
}
