using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>What an instance reads, and from where: run by the holder of its turn.</summary>
internal static class ConsumerPositions
{
    public static RestException IllegalState(string message) => new(new(409, 40903, message));

    public static bool Subscribe(ConsumerInstance instance, IReadOnlyList<string>? topics, string? pattern)
    {
        if (instance.IsAssignedByHand || (topics is not null && pattern is not null))
        {
            throw IllegalState("Subscription to topics, to a pattern and assignment to partitions are mutually exclusive.");
        }

        try
        {
            // librdkafka takes what begins with ^ for a regular expression; REST Proxy's patterns match the whole name.
            instance.Consumer.Subscribe(pattern is null ? topics : [$"^({pattern.TrimStart('^').TrimEnd('$')})$"]);
            return true;
        }
        catch (KafkaException refused) when (refused.Error.Code == ErrorCode.Local_InvalidArg)
        {
            throw new RestException(RestError.Unprocessable("topics or topic_pattern is not taken by Kafka's client: an empty name, or no regular expression."));
        }
    }

    public static bool Unsubscribe(ConsumerInstance instance)
    {
        if (instance.Consumer.Subscription.Count > 0)
        {
            instance.Forget(instance.Consumer.Assignment);
            instance.Consumer.Unsubscribe();
        }
        else if (instance.IsAssignedByHand)
        {
            Assign(instance, []);
        }

        return true;
    }

    /// <summary>Assigns by hand: what stays goes on where it is, what is new begins at its committed offset.</summary>
    /// <exception cref="RestException">409 when it is subscribed, or what <paramref name="missing"/> says.</exception>
    public static bool AssignByHand(ConsumerInstance instance, IReadOnlyList<TopicPartition> partitions, RestError? missing)
    {
        if (instance.Consumer.Subscription.Count > 0)
        {
            throw IllegalState("Subscription to topics, to a pattern and assignment to partitions are mutually exclusive.");
        }

        if (missing is not null)
        {
            throw new RestException(missing);
        }

        Assign(instance, [.. partitions.Distinct().Select(partition => new TopicPartitionOffset(partition, PositionOf(instance, partition)))]);
        return true;
    }

    /// <summary>Whether one of the partitions is not there: null when all are.</summary>
    /// <remarks>Kafka's client would take them, keep every name that it is ever given, and need minutes to let go of thousands.</remarks>
    public static async Task<RestError?> FindMissingAsync(Cluster cluster, IReadOnlyList<TopicPartition> partitions)
    {
        var topics = partitions.Count == 0 ? [] : (await cluster.DescribeAsync()).Topics.ToDictionary(topic => topic.Topic);
        foreach (var partition in partitions)
        {
            if (!topics.TryGetValue(partition.Topic, out var topic))
            {
                return RestError.TopicNotFound;
            }

            if (!topic.Partitions.Exists(there => there.PartitionId == partition.Partition.Value))
            {
                return RestError.PartitionNotFound;
            }
        }

        return null;
    }

    /// <exception cref="RestException">409: one of the partitions is not assigned.</exception>
    public static bool CheckAssigned(ConsumerInstance instance, IReadOnlyList<TopicPartition> partitions)
    {
        var missing = partitions.Except(instance.Consumer.Assignment).FirstOrDefault();
        return missing is null ? true : throw IllegalState($"No current assignment for partition {missing.Topic}-{missing.Partition.Value}.");
    }

    /// <summary>Reads on from these offsets.</summary>
    /// <exception cref="RestException">409: one of the partitions is not assigned.</exception>
    public static bool Seek(ConsumerInstance instance, IReadOnlyList<TopicPartitionOffset> to)
    {
        CheckAssigned(instance, [.. to.Select(position => position.TopicPartition)]);
        var assigned = instance.Consumer.Assignment;

        // Not Seek, which fails while the partition's fetching begins or ends: an assignment with offsets is the same, and always may be.
        var wanted = to.GroupBy(position => position.TopicPartition).ToDictionary(same => same.Key, same => same.Last().Offset);
        TopicPartitionOffset[] all = [.. assigned.Select(partition => new TopicPartitionOffset(
            partition, wanted.TryGetValue(partition, out var offset) ? offset : PositionOf(instance, partition)))];
        instance.Forget(wanted.Keys);
        instance.Held = null;
        instance.Consumer.Assign(all);
        return true;
    }

    /// <summary>The offset that each partition's specification stands for now.</summary>
    /// <remarks>
    /// Not left to the consumer: a position that it has yet to look up gets lost when the next one follows at once, and its own
    /// questions wait behind its fetching.
    /// </remarks>
    public static async Task<IReadOnlyList<TopicPartitionOffset>> FindAsync(Cluster cluster, IEnumerable<(TopicPartition Partition, OffsetSpec Spec)> wanted)
    {
        var found = new List<TopicPartitionOffset>();
        foreach (var (partition, spec) in wanted)
        {
            var offset = await cluster.FindOffsetAsync(partition, spec);
            found.Add(new(partition, offset >= 0 ? offset : await cluster.FindOffsetAsync(partition, OffsetSpec.Latest())));
        }

        return found;
    }

    /// <summary>Milliseconds since 1970, or a time by ISO 8601.</summary>
    public static OffsetSpec TimeOf(JsonBody item)
    {
        var text = item.TextOrNumber("timestamp") ?? throw item.Missing("timestamp");
        return long.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds) ? OffsetSpec.ForTimestamp(milliseconds)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? OffsetSpec.ForTimestamp(time.ToUnixTimeMilliseconds())
            : throw item.Wrong("timestamp", "milliseconds since 1970, or a time such as 2026-01-31T12:00:00Z");
    }

    private static void Assign(ConsumerInstance instance, TopicPartitionOffset[] partitions)
    {
        instance.Forget(instance.Next.Keys.Except(partitions.Select(position => position.TopicPartition)).ToArray());
        instance.Held = null;
        instance.IsAssignedByHand = partitions.Length > 0;
        instance.Consumer.Assign(partitions);
    }

    /// <summary>Behind what was handed out; a record held back is read again from there.</summary>
    private static Offset PositionOf(ConsumerInstance instance, TopicPartition partition) =>
        instance.Next.TryGetValue(partition, out var next) ? next
        : instance.Held is { } held && held.TopicPartition == partition ? held.Offset
        : Offset.Unset;
}
