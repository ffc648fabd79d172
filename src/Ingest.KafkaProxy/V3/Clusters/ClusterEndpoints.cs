using System.Text.Json.Nodes;
using Confluent.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Clusters;

/// <summary>The cluster behind the proxy, and its brokers.</summary>
internal static class ClusterEndpoints
{
    public static async Task ListAsync(HttpContext context)
    {
        var call = await V3Call.OpenAsync(context, null);
        var url = call.Links.UrlOf();
        await call.AnswerAsync(Links.List("KafkaClusterList", url[..url.LastIndexOf('/')], [Show(call)]));
    }

    public static async Task GetAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.AnswerAsync(Show(call));
    }

    public static async Task ListBrokersAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.AnswerAsync(call.Links.List("KafkaBrokerList", call.Described.Nodes.OrderBy(node => node.Id).Select(node => ShowBroker(call, node)), "brokers"));
    }

    public static async Task GetBrokerAsync(HttpContext context, string cluster, string broker)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.AnswerAsync(ShowBroker(call, FindBroker(call, broker)));
    }

    /// <exception cref="RestException">404: there is no such broker.</exception>
    public static Node FindBroker(V3Call call, string broker)
    {
        var id = V3Call.Number(broker);
        return call.Described.Nodes.Find(node => node.Id == id) ?? throw new RestException(RestError.ForStatus(404));
    }

    private static JsonObject Show(V3Call call)
    {
        var (links, shown) = (call.Links, call.Links.Resource("KafkaCluster", ""));
        shown["controller"] = call.Described.Controller is { } controller ? links.Related("brokers", V3Call.Text(controller.Id)) : null;
        shown["acls"] = links.Related("acls");
        shown["brokers"] = links.Related("brokers");
        shown["broker_configs"] = links.Related("broker-configs");
        shown["consumer_groups"] = links.Related("consumer-groups");
        shown["topics"] = links.Related("topics");
        shown["partition_reassignments"] = links.Related("topics", "-", "partitions", "-", "reassignment");
        return shown;
    }

    private static JsonObject ShowBroker(V3Call call, Node node)
    {
        var id = V3Call.Text(node.Id);
        var shown = call.Links.Resource("KafkaBroker", $"/broker={id}", "brokers", id);
        shown["broker_id"] = node.Id;
        shown["host"] = node.Host;
        shown["port"] = node.Port;
        shown["rack"] = node.Rack;
        shown["configs"] = call.Links.Related("brokers", id, "configs");
        shown["partition_replicas"] = call.Links.Related("brokers", id, "partition-replicas");
        return shown;
    }
}
