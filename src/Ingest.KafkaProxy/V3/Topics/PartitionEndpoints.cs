using System.Text.Json.Nodes;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.V3.Clusters;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Topics;

/// <summary>The partitions of a topic, their replicas and their offsets.</summary>
internal static class PartitionEndpoints
{
    public static async Task ListAsync(HttpContext context, string cluster, string topic)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var found = await call.FindTopicAsync(topic);
        await call.AnswerAsync(call.Links.List(
            "KafkaPartitionList", found.Partitions.OrderBy(partition => partition.PartitionId).Select(partition => Show(call, topic, partition)), "topics", topic, "partitions"));
    }

    public static async Task GetAsync(HttpContext context, string cluster, string topic, string partition)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.AnswerAsync(Show(call, topic, await call.FindPartitionAsync(topic, partition)));
    }

    public static async Task ListReplicasAsync(HttpContext context, string cluster, string topic, string partition)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var found = await call.FindPartitionAsync(topic, partition);
        await call.AnswerAsync(call.Links.List(
            "KafkaReplicaList", found.Replicas.Order().Select(broker => ShowReplica(call, topic, found, broker)), "topics", topic, "partitions", partition, "replicas"));
    }

    public static async Task GetReplicaAsync(HttpContext context, string cluster, string topic, string partition, string broker)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var (found, id) = (await call.FindPartitionAsync(topic, partition), V3Call.Number(broker));
        await call.AnswerAsync(found.Replicas.Contains(id) ? ShowReplica(call, topic, found, id) : throw new RestException(RestError.ForStatus(404)));
    }

    /// <summary>Every replica that a broker holds, whatever the topic.</summary>
    public static async Task ListOfBrokerAsync(HttpContext context, string cluster, string broker)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var id = ClusterEndpoints.FindBroker(call, broker).Id;
        var held = from topic in (await call.Cluster.DescribeAsync()).Topics.OrderBy(topic => topic.Topic, StringComparer.Ordinal)
                   from partition in topic.Partitions.OrderBy(partition => partition.PartitionId)
                   where partition.Replicas.Contains(id)
                   select ShowReplica(call, topic.Topic, partition, id);
        await call.AnswerAsync(call.Links.List("KafkaReplicaList", held, "brokers", broker, "partition-replicas"));
    }

    public static async Task GetOffsetAsync(HttpContext context, string cluster, string topic, string partition)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var asked = new TopicPartition(topic, (await call.FindPartitionAsync(topic, partition)).PartitionId);
        var wanted = context.Request.Query["offset_type"].ToString() is { Length: > 0 } type ? type : "earliest_and_latest";
        var shown = call.Links.Resource("KafkaPartitionWithOffsets", $"/topic={topic}/partition={partition}/offset", "topics", topic, "partitions", partition, "offset");
        shown["topic_name"] = topic;
        shown["partition_id"] = asked.Partition.Value;
        if (wanted is "earliest" or "earliest_and_latest")
        {
            shown["earliest_offset"] = await call.Cluster.FindOffsetAsync(asked, OffsetSpec.Earliest());
        }

        if (wanted is "latest" or "earliest_and_latest")
        {
            shown["latest_offset"] = await call.Cluster.FindOffsetAsync(asked, OffsetSpec.Latest());
        }

        await call.AnswerAsync(wanted is "earliest" or "latest" or "earliest_and_latest"
            ? shown
            : throw new RestException(RestError.Malformed("offset_type has to be earliest, latest or earliest_and_latest.")));
    }

    /// <summary>Links lead here; the address is REST Proxy's.</summary>
    /// <exception cref="RestException">501: Kafka's client library has no such question.</exception>
    public static Task ListReassignmentsAsync(HttpContext context, string cluster, string topic) =>
        throw new RestException(new(501, 501, "Reassignments cannot be asked for through Kafka's client library."));

    private static JsonObject Show(V3Call call, string topic, PartitionMetadata partition)
    {
        var id = V3Call.Text(partition.PartitionId);
        var shown = call.Links.Resource("KafkaPartition", $"/topic={topic}/partition={id}", "topics", topic, "partitions", id);
        shown["topic_name"] = topic;
        shown["partition_id"] = partition.PartitionId;
        shown["leader"] = partition.Leader < 0 ? null : call.Links.Related("topics", topic, "partitions", id, "replicas", V3Call.Text(partition.Leader));
        shown["replicas"] = call.Links.Related("topics", topic, "partitions", id, "replicas");
        shown["reassignment"] = call.Links.Related("topics", topic, "partitions", id, "reassignment");
        return shown;
    }

    private static JsonObject ShowReplica(V3Call call, string topic, PartitionMetadata partition, int broker)
    {
        var (id, brokerId) = (V3Call.Text(partition.PartitionId), V3Call.Text(broker));
        var shown = call.Links.Resource("KafkaReplica", $"/topic={topic}/partition={id}/replica={brokerId}", "topics", topic, "partitions", id, "replicas", brokerId);
        shown["topic_name"] = topic;
        shown["partition_id"] = partition.PartitionId;
        shown["broker_id"] = broker;
        shown["is_leader"] = broker == partition.Leader;
        shown["is_in_sync"] = partition.InSyncReplicas.Contains(broker);
        shown["broker"] = call.Links.Related("brokers", brokerId);
        return shown;
    }
}
