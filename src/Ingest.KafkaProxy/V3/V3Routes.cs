using Ingest.KafkaProxy.V3.Acls;
using Ingest.KafkaProxy.V3.Clusters;
using Ingest.KafkaProxy.V3.Configs;
using Ingest.KafkaProxy.V3.Groups;
using Ingest.KafkaProxy.V3.Records;
using Ingest.KafkaProxy.V3.Topics;
using Ingest.KafkaProxy.Wire;
using Ingest.ServiceDefaults;
using Microsoft.Net.Http.Headers;

namespace Ingest.KafkaProxy.V3;

/// <summary>REST Proxy's API v3: every route.</summary>
internal static class V3Routes
{
    public static void MapV3(this IEndpointRouteBuilder routes)
    {
        var clusters = routes.MapGroup("/v3/clusters").AddEndpointFilter(CheckContentTypeAsync);
        clusters.MapGet("", (Delegate)ClusterEndpoints.ListAsync).WithSummary("Lists the clusters: the one that there is").WithTags("Clusters v3");
        var cluster = clusters.MapGroup("/{cluster}");
        cluster.MapGet("", ClusterEndpoints.GetAsync).WithSummary("Shows the cluster").WithTags("Clusters v3");
        cluster.MapGet("/brokers", ClusterEndpoints.ListBrokersAsync).WithSummary("Lists the brokers").WithTags("Clusters v3");
        cluster.MapGet("/brokers/{broker}", ClusterEndpoints.GetBrokerAsync).WithSummary("Shows a broker").WithTags("Clusters v3");
        cluster.MapTopics();
        cluster.MapConfigs("/topics/{topic}/configs", "Topics v3", (call, values) => ConfigOwner.TopicAsync(call, (string)values["topic"]!));
        cluster.MapConfigs("/brokers/{broker}/configs", "Clusters v3", (call, values) => Task.FromResult(ConfigOwner.Broker(call, (string)values["broker"]!)));
        cluster.MapConfigs("/broker-configs", "Clusters v3", (call, _) => Task.FromResult(ConfigOwner.Cluster(call)));
        cluster.MapGet("/topics/-/configs", ConfigEndpoints.ListOfTopicsAsync).WithSummary("Lists the settings of all topics").WithTags("Topics v3");
        cluster.MapGet("/brokers/-/configs", ConfigEndpoints.ListOfBrokersAsync).WithSummary("Lists the settings of all brokers").WithTags("Clusters v3");
        cluster.MapGet("/brokers/{broker}/partition-replicas", PartitionEndpoints.ListOfBrokerAsync).WithSummary("Lists the replicas that a broker holds").WithTags("Clusters v3");
        cluster.MapGroups();
        cluster.MapAcls();
    }

    private static void MapAcls(this IEndpointRouteBuilder cluster)
    {
        const string Acl = """{"resource_type":"TOPIC","resource_name":"orders","pattern_type":"LITERAL","principal":"User:alice","host":"*","operation":"READ","permission":"ALLOW"}""";
        var acls = cluster.MapGroup("").WithTags("Access control lists v3");
        acls.MapGet("/acls", AclEndpoints.ListAsync).WithSummary("Lists the access control lists that match the query");
        acls.MapPost("/acls", AclEndpoints.CreateAsync).WithSummary("Creates an access control list").WithJson(Acl);
        acls.MapPost("/acls:batch", AclEndpoints.CreateManyAsync).WithSummary("Creates several access control lists").WithJson($$"""{"data":[{{Acl}}]}""");
        acls.MapDelete("/acls", AclEndpoints.DeleteAsync).WithSummary("Deletes the access control lists that match the query");
    }

    private static void MapTopics(this IEndpointRouteBuilder cluster)
    {
        var topics = cluster.MapGroup("/topics").WithTags("Topics v3");
        topics.MapGet("", TopicEndpoints.ListAsync).WithSummary("Lists the topics");
        topics.MapPost("", TopicEndpoints.CreateAsync).WithSummary("Creates a topic").WithJson("""{"topic_name":"orders","partitions_count":3,"replication_factor":1}""");
        topics.MapGet("/{topic}", TopicEndpoints.GetAsync).WithSummary("Shows a topic");
        topics.MapPatch("/{topic}", TopicEndpoints.WidenAsync).WithSummary("Gives a topic more partitions").WithJson("""{"partitions_count":6}""");
        topics.MapDelete("/{topic}", TopicEndpoints.DeleteAsync).WithSummary("Deletes a topic");
        const string Record = """{"key":{"type":"STRING","data":"user-1"},"value":{"type":"JSON","data":{"action":"click"}}}""";
        topics.MapPost("/{topic}/records", (HttpContext context, string cluster, string topic, RecordEndpoints endpoints) => endpoints.StreamAsync(context, cluster, topic))
            .WithSummary("Stores records, written one after the other; each gets its report as its outcome is known").WithJson(Record);
        topics.MapPost("/{topic}/records:batch", (HttpContext context, string cluster, string topic, RecordEndpoints endpoints) => endpoints.BatchAsync(context, cluster, topic))
            .WithSummary("Stores a batch of records, each with an id").WithJson($$"""{"entries":[{"id":"1",{{Record[1..]}}]}""");
        var partitions = topics.MapGroup("/{topic}/partitions");
        partitions.MapGet("", PartitionEndpoints.ListAsync).WithSummary("Lists a topic's partitions");
        partitions.MapGet("/{partition}", PartitionEndpoints.GetAsync).WithSummary("Shows a partition");
        partitions.MapGet("/-/reassignment", PartitionEndpoints.ListReassignmentsAsync).WithSummary("Would list the reassignments under way");
        partitions.MapGet("/{partition}/reassignment", PartitionEndpoints.ListReassignmentsAsync).WithSummary("Would show the reassignment of a partition");
        partitions.MapGet("/{partition}/offset", PartitionEndpoints.GetOffsetAsync).WithSummary("Shows a partition's first and next offset");
        partitions.MapGet("/{partition}/replicas", PartitionEndpoints.ListReplicasAsync).WithSummary("Lists a partition's replicas");
        partitions.MapGet("/{partition}/replicas/{broker}", PartitionEndpoints.GetReplicaAsync).WithSummary("Shows a replica");
    }

    private static void MapConfigs(this IEndpointRouteBuilder cluster, string path, string tag, Func<V3Call, RouteValueDictionary, Task<ConfigOwner>> owner)
    {
        var configs = cluster.MapGroup(path).WithTags(tag);
        configs.MapGet("", (Delegate)((HttpContext context) => RunAsync(context, ConfigEndpoints.ListAsync))).WithSummary("Lists the settings");
        configs.MapGet("/{name}", (HttpContext context, string name) => RunAsync(context, (call, of) => ConfigEndpoints.GetAsync(call, of, name))).WithSummary("Shows a setting");
        configs.MapPut("/{name}", (HttpContext context, string name) => RunAsync(context, (call, of) => ConfigEndpoints.SetAsync(call, of, name)))
            .WithSummary("Changes a setting").WithJson("""{"value":"60000"}""");
        configs.MapDelete("/{name}", (HttpContext context, string name) => RunAsync(context, (call, of) => ConfigEndpoints.ResetAsync(call, of, name)))
            .WithSummary("Sets a setting back to its default");
        cluster.MapPost($"{path}:alter", (Delegate)((HttpContext context) => RunAsync(context, ConfigEndpoints.AlterAsync))).WithTags(tag)
            .WithSummary("Changes several settings").WithJson("""{"data":[{"name":"retention.ms","value":"60000"},{"name":"max.message.bytes","operation":"DELETE"}]}""");

        async Task RunAsync(HttpContext context, Func<V3Call, ConfigOwner, Task> run)
        {
            var values = context.Request.RouteValues;
            var call = await V3Call.OpenAsync(context, (string)values["cluster"]!);
            await run(call, await owner(call, values));
        }
    }

    private static void MapGroups(this IEndpointRouteBuilder cluster)
    {
        var groups = cluster.MapGroup("/consumer-groups").WithTags("Consumer groups v3");
        groups.MapGet("", GroupEndpoints.ListAsync).WithSummary("Lists the consumer groups");
        groups.MapGet("/{group}", GroupEndpoints.GetAsync).WithSummary("Shows a consumer group");
        groups.MapGet("/{group}/consumers", GroupEndpoints.ListConsumersAsync).WithSummary("Lists a group's members");
        groups.MapGet("/{group}/consumers/{consumer}", GroupEndpoints.GetConsumerAsync).WithSummary("Shows a member");
        groups.MapGet("/{group}/consumers/{consumer}/assignments", GroupEndpoints.ListAssignmentsAsync).WithSummary("Lists the partitions that a member reads");
        groups.MapGet("/{group}/consumers/{consumer}/assignments/{topic}/partitions/{partition}", GroupEndpoints.GetAssignmentAsync).WithSummary("Shows a partition that a member reads");
        groups.MapGet("/{group}/lag-summary", LagEndpoints.SummarizeAsync).WithSummary("Shows how far a group is behind");
        groups.MapGet("/{group}/lags", LagEndpoints.ListAsync).WithSummary("Lists how far a group is behind, by partition");
        groups.MapGet("/{group}/lags/{topic}/partitions/{partition}", LagEndpoints.GetAsync).WithSummary("Shows how far a group is behind in a partition");
    }

    private static RouteHandlerBuilder WithJson(this RouteHandlerBuilder route, string json) => route.WithMetadata(new BodyExample(MediaTypes.Json, json));

    /// <summary>API v3 takes JSON and nothing else.</summary>
    private static ValueTask<object?> CheckContentTypeAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var text = call.HttpContext.Request.ContentType;
        if (string.IsNullOrEmpty(text))
        {
            return next(call);
        }

        if (!MediaTypeHeaderValue.TryParse(text, out var type) || !type.MediaType.Equals(MediaTypes.Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new RestException(RestError.UnsupportedMediaType);
        }

        return Charset.Find(type) is not null
            ? next(call)
            : throw new RestException(RestError.Malformed($"The charset {type.Charset} is not supported; utf-8 and iso-8859-1 are."));
    }
}
