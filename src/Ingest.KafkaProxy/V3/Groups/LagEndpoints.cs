using System.Text.Json.Nodes;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Groups;

/// <summary>How far a group is behind: by partition, and in all.</summary>
internal static class LagEndpoints
{
    public static async Task ListAsync(HttpContext context, string cluster, string group)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        await call.AnswerAsync(call.Links.List("KafkaConsumerLagList", (await MeasureAsync(call, group)).Select(lag => Show(call, group, lag)), "consumer-groups", group, "lags"));
    }

    public static async Task GetAsync(HttpContext context, string cluster, string group, string topic, string partition)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var wanted = new TopicPartition(topic, V3Call.Number(partition));
        await call.AnswerAsync(Show(call, group, (await MeasureAsync(call, group)).Find(lag => lag.Partition == wanted)
            ?? throw new RestException(new(404, 404, $"Group {group} has committed nothing in partition {wanted.Partition.Value} of {topic}."))));
    }

    public static async Task SummarizeAsync(HttpContext context, string cluster, string group)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var most = (await MeasureAsync(call, group)) is { Count: > 0 } lags ? lags.MaxBy(lag => lag.Behind)! : throw new RestException(new(404, 404, $"Group {group} has committed nothing."));
        var id = V3Call.Text(most.Partition.Partition.Value);
        var shown = call.Links.Resource("KafkaConsumerGroupLagSummary", $"/consumer-group={group}/lag-summary", "consumer-groups", group, "lag-summary");
        shown["consumer_group_id"] = group;
        shown["max_lag_consumer_id"] = most.Member?.ConsumerId ?? "";
        shown["max_lag_instance_id"] = most.Member?.GroupInstanceId;
        shown["max_lag_client_id"] = most.Member?.ClientId ?? "";
        shown["max_lag_topic_name"] = most.Partition.Topic;
        shown["max_lag_partition_id"] = most.Partition.Partition.Value;
        shown["max_lag"] = most.Behind;
        shown["total_lag"] = lags.Sum(lag => lag.Behind);
        shown["max_lag_consumer"] = most.Member is { } member ? call.Links.Related("consumer-groups", group, "consumers", member.ConsumerId) : null;
        shown["max_lag_partition"] = call.Links.Related("topics", most.Partition.Topic, "partitions", id);
        await call.AnswerAsync(shown);
    }

    private static async Task<List<Lag>> MeasureAsync(V3Call call, string group)
    {
        var found = await GroupEndpoints.FindAsync(call, group);
        var known = (await call.Cluster.DescribeAsync()).Topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition.PartitionId))).ToHashSet();
        var committed = (await call.Admin.ListConsumerGroupOffsetsAsync([new(group, null)], new() { RequestTimeout = call.Timeout }))[0].Partitions
            .Where(position => !position.Offset.IsSpecial && known.Contains(position.TopicPartition)).ToArray(); // what was committed outlives its topic
        if (committed.Length == 0)
        {
            return [];
        }

        var ends = await call.Admin.ListOffsetsAsync(
            committed.Select(position => new TopicPartitionOffsetSpec { TopicPartition = position.TopicPartition, OffsetSpec = OffsetSpec.Latest() }), new() { RequestTimeout = call.Timeout });
        var endOf = ends.ResultInfos.ToDictionary(info => info.TopicPartitionOffsetError.TopicPartition, info => info.TopicPartitionOffsetError.Offset.Value);
        return [.. committed.OrderBy(position => position.Topic, StringComparer.Ordinal).ThenBy(position => position.Partition.Value).Select(position => new Lag(
            position.TopicPartition,
            position.Offset.Value,
            endOf[position.TopicPartition],
            found.Members.Find(member => member.Assignment.TopicPartitions.Contains(position.TopicPartition))))];
    }

    private static JsonObject Show(V3Call call, string group, Lag lag)
    {
        var id = V3Call.Text(lag.Partition.Partition.Value);
        var shown = call.Links.Resource(
            "KafkaConsumerLag", $"/consumer-group={group}/lag={lag.Partition.Topic}/partition={id}", "consumer-groups", group, "lags", lag.Partition.Topic, "partitions", id);
        shown["consumer_group_id"] = group;
        shown["topic_name"] = lag.Partition.Topic;
        shown["partition_id"] = lag.Partition.Partition.Value;
        shown["current_offset"] = lag.Current;
        shown["log_end_offset"] = lag.End;
        shown["lag"] = lag.Behind;
        shown["consumer_id"] = lag.Member?.ConsumerId ?? "";
        shown["instance_id"] = lag.Member?.GroupInstanceId;
        shown["client_id"] = lag.Member?.ClientId ?? "";
        return shown;
    }

    private sealed record Lag(TopicPartition Partition, long Current, long End, MemberDescription? Member)
    {
        public long Behind => Math.Max(0, End - Current);
    }
}
