using System.Text.Json.Nodes;
using Confluent.Kafka;
using Ingest.KafkaProxy.V2.Topics;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Topics;

/// <summary>Topics: listed, created, widened, deleted.</summary>
internal static class TopicEndpoints
{
    public static async Task ListAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var metadata = await call.Cluster.DescribeAsync();
        await call.AnswerAsync(call.Links.List(
            "KafkaTopicList", metadata.Topics.OrderBy(topic => topic.Topic, StringComparer.Ordinal).Select(topic => Show(call, topic)), "topics"));
    }

    public static async Task GetAsync(HttpContext context, string cluster, string topic)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.AnswerAsync(Show(call, await call.FindTopicAsync(topic)));
    }

    public static async Task CreateAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var (wanted, validateOnly) = await TopicBodies.ReadCreateAsync(context);
        await call.Admin.CreateTopicsAsync([wanted], new() { ValidateOnly = validateOnly, RequestTimeout = call.Timeout });

        // A topic that was only tried is not there to be shown, and one that was made may not be at every broker yet. What the
        // request leaves to the brokers is shown as 0 then.
        var shown = Show(call, wanted.Name, Math.Max(0, wanted.ReplicasAssignments?[0].Count ?? wanted.ReplicationFactor), Math.Max(0, wanted.NumPartitions));
        context.Response.Headers.Location = call.Links.UrlOf("topics", wanted.Name);
        await call.AnswerAsync(await call.Cluster.FindTopicAsync(wanted.Name) is { } made ? Show(call, made) : shown, StatusCodes.Status201Created);
    }

    public static async Task WidenAsync(HttpContext context, string cluster, string topic)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.FindTopicAsync(topic);
        var count = await TopicBodies.ReadPartitionsAsync(context);
        await call.Admin.CreatePartitionsAsync([new() { Topic = topic, IncreaseTo = count }], new() { RequestTimeout = call.Timeout });
        await call.AnswerAsync(Show(call, await call.FindTopicAsync(topic)));
    }

    public static async Task DeleteAsync(HttpContext context, string cluster, string topic)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.FindTopicAsync(topic);
        if (topic[0] == '_')
        {
            throw new RestException(TopicName.Internal(topic, "deleted"));
        }

        await call.Admin.DeleteTopicsAsync([topic], new() { RequestTimeout = call.Timeout });
        call.Done();
    }

    private static JsonObject Show(V3Call call, TopicMetadata topic) =>
        Show(call, topic.Topic, topic.Partitions.Count == 0 ? 0 : topic.Partitions[0].Replicas.Length, topic.Partitions.Count);

    private static JsonObject Show(V3Call call, string topic, int replicationFactor, int partitions)
    {
        var shown = call.Links.Resource("KafkaTopic", $"/topic={topic}", "topics", topic);
        shown["topic_name"] = topic;
        shown["is_internal"] = topic.StartsWith("__", StringComparison.Ordinal);
        shown["replication_factor"] = replicationFactor;
        shown["partitions_count"] = partitions;
        shown["partitions"] = call.Links.Related("topics", topic, "partitions");
        shown["configs"] = call.Links.Related("topics", topic, "configs");
        shown["partition_reassignments"] = call.Links.Related("topics", topic, "partitions", "-", "reassignment");
        shown["authorized_operations"] = new JsonArray();
        return shown;
    }
}
