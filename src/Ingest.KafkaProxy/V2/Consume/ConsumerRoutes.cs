using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Wire;
using Ingest.ServiceDefaults;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>The routes of consumer instances.</summary>
internal static class ConsumerRoutes
{
    public static void AddConsumers(this IServiceCollection services)
    {
        services.AddSingleton<ConsumerInstances>();
        services.AddHostedService(provider => provider.GetRequiredService<ConsumerInstances>());
        services.AddSingleton<RecordDecoder>();
        services.AddSingleton<RecordReader>();
        services.AddHttpForwarder();
        services.AddSingleton<Replicas>();
        services.AddSingleton<ReplicaForwarder>();
        services.AddSingleton<ConsumerEndpoints>();
    }

    public static void MapConsumers(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/consumers/{group}").WithTags("Consumers");
        group.MapPost("", (HttpContext context, string group, ConsumerEndpoints endpoints) => endpoints.CreateAsync(context, group))
            .WithSummary("Creates a consumer instance").Produces<ConsumerAnswer>(200, MediaTypes.V2)
            .WithBody("""{"name":"reader","format":"json","auto.offset.reset":"earliest"}""");

        var instance = group.MapGroup("/instances/{instance}").AddEndpointFilter(ForwardAsync);
        instance.MapDelete("", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.DeleteAsync(context, group, instance))
            .WithSummary("Deletes a consumer instance: it leaves its group").Produces(204);
        instance.MapGet("/records", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.ReadAsync(context, group, instance))
            .WithSummary("Reads the next records").Produces(200, contentType: MediaTypes.V2Json);
        instance.MapSubscription();
        instance.MapAssignments();
        instance.MapOffsets();
    }

    private static RouteHandlerBuilder WithBody(this RouteHandlerBuilder route, string json) => route.WithMetadata(new BodyExample(MediaTypes.V2, json));

    private static async ValueTask<object?> ForwardAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var (context, values) = (call.HttpContext, call.HttpContext.Request.RouteValues);
        var forwarder = context.RequestServices.GetRequiredService<ReplicaForwarder>();
        return await forwarder.TryForwardAsync(context, (string)values["group"]!, (string)values["instance"]!) ? Results.Empty : await next(call);
    }

    private static void MapSubscription(this IEndpointRouteBuilder instance)
    {
        const string Body = """{"topics":["orders"]}""";
        instance.MapPost("/subscription", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.SubscribeAsync(context, group, instance))
            .WithSummary("Subscribes to topics, or to those whose names match topic_pattern").Produces(204).WithBody(Body);
        instance.MapGet("/subscription", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.GetSubscriptionAsync(context, group, instance))
            .WithSummary("Shows the subscription").Produces<SubscriptionAnswer>(200, MediaTypes.V2);
        instance.MapDelete("/subscription", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.UnsubscribeAsync(context, group, instance))
            .WithSummary("Ends the subscription").Produces(204);
    }

    private static void MapAssignments(this IEndpointRouteBuilder instance)
    {
        const string Partitions = """{"partitions":[{"topic":"orders","partition":0}]}""";
        instance.MapPost("/assignments", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.AssignAsync(context, group, instance))
            .WithSummary("Assigns partitions by hand").Produces(204).WithBody(Partitions);
        instance.MapGet("/assignments", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.GetAssignmentsAsync(context, group, instance))
            .WithSummary("Shows the partitions that it reads").Produces<AssignmentsAnswer>(200, MediaTypes.V2);
        instance.MapPost("/positions", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.SeekAsync(context, group, instance))
            .WithSummary("Reads on from offsets, or from timestamps").Produces(204).WithBody("""{"offsets":[{"topic":"orders","partition":0,"offset":5}]}""");
        instance.MapPost(
                "/positions/beginning",
                (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.SeekAsync(context, group, instance, OffsetSpec.Earliest()))
            .WithSummary("Reads on from the first record").Produces(204).WithBody(Partitions);
        instance.MapPost(
                "/positions/end",
                (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.SeekAsync(context, group, instance, OffsetSpec.Latest()))
            .WithSummary("Reads on behind the last record").Produces(204).WithBody(Partitions);
    }

    private static void MapOffsets(this IEndpointRouteBuilder instance)
    {
        instance.MapPost("/offsets", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.CommitAsync(context, group, instance))
            .WithSummary("Commits all that was read, or the offsets that are named").Produces<IReadOnlyList<string>>(200, MediaTypes.V2)
            .WithBody("""{"offsets":[{"topic":"orders","partition":0,"offset":5}]}""");
        instance.MapGet("/offsets", (HttpContext context, string group, string instance, ConsumerEndpoints endpoints) => endpoints.GetCommittedAsync(context, group, instance))
            .WithSummary("Shows what the group has committed; the partitions stand in the request's body").Produces<CommittedAnswer>(200, MediaTypes.V2);
    }
}
