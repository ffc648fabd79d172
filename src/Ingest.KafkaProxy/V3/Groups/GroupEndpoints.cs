using System.Text.Json.Nodes;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Groups;

/// <summary>Consumer groups and their members.</summary>
internal static class GroupEndpoints
{
    public static async Task ListAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        string[] names = [.. (await call.Admin.ListConsumerGroupsAsync(new() { RequestTimeout = call.Timeout })).Valid.Select(group => group.GroupId).Order(StringComparer.Ordinal)];
        var groups = names.Length == 0 ? [] : (await call.Admin.DescribeConsumerGroupsAsync(names, new() { RequestTimeout = call.Timeout })).ConsumerGroupDescriptions;
        await call.AnswerAsync(call.Links.List("KafkaConsumerGroupList", groups.Select(group => Show(call, group)), "consumer-groups"));
    }

    public static async Task GetAsync(HttpContext context, string cluster, string group)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.AnswerAsync(Show(call, await FindAsync(call, group)));
    }

    public static async Task ListConsumersAsync(HttpContext context, string cluster, string group)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var found = await FindAsync(call, group);
        await call.AnswerAsync(call.Links.List("KafkaConsumerList", found.Members.Select(member => ShowConsumer(call, group, member)), "consumer-groups", group, "consumers"));
    }

    public static async Task GetConsumerAsync(HttpContext context, string cluster, string group, string consumer)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.AnswerAsync(ShowConsumer(call, group, FindConsumer(await FindAsync(call, group), consumer)));
    }

    public static async Task ListAssignmentsAsync(HttpContext context, string cluster, string group, string consumer)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var member = FindConsumer(await FindAsync(call, group), consumer);
        await call.AnswerAsync(call.Links.List(
            "KafkaConsumerAssignmentList",
            member.Assignment.TopicPartitions.Select(partition => ShowAssignment(call, group, consumer, partition.Topic, partition.Partition.Value)),
            "consumer-groups", group, "consumers", consumer, "assignments"));
    }

    public static async Task GetAssignmentAsync(HttpContext context, string cluster, string group, string consumer, string topic, string partition)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var (member, wanted) = (FindConsumer(await FindAsync(call, group), consumer), new Confluent.Kafka.TopicPartition(topic, V3Call.Number(partition)));
        await call.AnswerAsync(member.Assignment.TopicPartitions.Contains(wanted)
            ? ShowAssignment(call, group, consumer, topic, wanted.Partition.Value)
            : throw new RestException(new(404, 404, $"Consumer {consumer} does not read partition {partition} of {topic}.")));
    }

    /// <exception cref="RestException">404: no member has ever been in it, and nothing is committed for it.</exception>
    public static async Task<ConsumerGroupDescription> FindAsync(V3Call call, string group)
    {
        // A description of a group that nobody knows is that of a dead one.
        var found = (await call.Admin.DescribeConsumerGroupsAsync([group], new() { RequestTimeout = call.Timeout })).ConsumerGroupDescriptions[0];
        return found.State != Confluent.Kafka.ConsumerGroupState.Dead ? found : throw new RestException(new(404, 40405, $"Consumer group {group} cannot be found."));
    }

    private static MemberDescription FindConsumer(ConsumerGroupDescription group, string consumer) =>
        group.Members.Find(member => member.ConsumerId == consumer) ?? throw new RestException(new(404, 404, $"Consumer {consumer} cannot be found."));

    private static JsonObject Show(V3Call call, ConsumerGroupDescription group)
    {
        var shown = call.Links.Resource("KafkaConsumerGroup", $"/consumer-group={group.GroupId}", "consumer-groups", group.GroupId);
        shown["consumer_group_id"] = group.GroupId;
        shown["is_simple"] = group.IsSimpleConsumerGroup;
        shown["partition_assignor"] = group.PartitionAssignor;
        shown["state"] = NameOf(group.State);
        shown["type"] = "UNKNOWN"; // Kafka's client does not tell
        shown["is_mixed_consumer_group"] = false;
        shown["coordinator"] = call.Links.Related("brokers", V3Call.Text(group.Coordinator.Id));
        shown["consumers"] = call.Links.Related("consumer-groups", group.GroupId, "consumers");
        shown["lag_summary"] = call.Links.Related("consumer-groups", group.GroupId, "lag-summary");
        return shown;
    }

    private static string NameOf(Confluent.Kafka.ConsumerGroupState state) => state switch
    {
        Confluent.Kafka.ConsumerGroupState.PreparingRebalance => "PREPARING_REBALANCE",
        Confluent.Kafka.ConsumerGroupState.CompletingRebalance => "COMPLETING_REBALANCE",
        _ => state.ToString().ToUpperInvariant(),
    };

    private static JsonObject ShowConsumer(V3Call call, string group, MemberDescription member)
    {
        var shown = call.Links.Resource(
            "KafkaConsumer", $"/consumer-group={group}/consumer={member.ConsumerId}", "consumer-groups", group, "consumers", member.ConsumerId);
        shown["consumer_group_id"] = group;
        shown["consumer_id"] = member.ConsumerId;
        shown["instance_id"] = member.GroupInstanceId;
        shown["client_id"] = member.ClientId;
        shown["assignments"] = call.Links.Related("consumer-groups", group, "consumers", member.ConsumerId, "assignments");
        return shown;
    }

    private static JsonObject ShowAssignment(V3Call call, string group, string consumer, string topic, int partition)
    {
        var id = V3Call.Text(partition);
        var shown = call.Links.Resource(
            "KafkaConsumerAssignment",
            $"/consumer-group={group}/consumer={consumer}/assignment=topic={topic}/partition={id}",
            "consumer-groups", group, "consumers", consumer, "assignments", topic, "partitions", id);
        shown["consumer_group_id"] = group;
        shown["consumer_id"] = consumer;
        shown["topic_name"] = topic;
        shown["partition_id"] = partition;
        shown["partition"] = call.Links.Related("topics", topic, "partitions", id);
        shown["lag"] = call.Links.Related("consumer-groups", group, "lags", topic, "partitions", id);
        return shown;
    }
}
