using Confluent.Kafka;
using Confluent.Kafka.Admin;
using static Ingest.EmbeddedKafka.ConfluentClient.Session;

namespace Ingest.EmbeddedKafka.ConfluentClient;

internal static class GroupChecks
{
    public static Dictionary<string, Func<Session, Task>> All { get; } = new()
    {
        ["a group goes on where it committed"] = ResumeAsync,
        ["two members share the partitions"] = session => ShareAsync(session, "share", PartitionAssignmentStrategy.Range),
        ["two members share them cooperatively"] = session => ShareAsync(session, "cooperative", PartitionAssignmentStrategy.CooperativeSticky),
        ["a member that leaves gives its partitions back"] = LeaveAsync,
        ["a static member comes back without a rebalance"] = StaticAsync,
        ["groups are listed"] = ListAsync,
        ["a group is described"] = DescribeAsync,
        ["a group is deleted"] = DeleteAsync,
        ["a group in use is not deleted"] = DeleteInUseAsync,
        ["committed offsets are listed and altered"] = AlterOffsetsAsync,
        ["committed offsets are deleted"] = DeleteOffsetsAsync,
    };

    private static async Task ResumeAsync(Session session)
    {
        var topic = await session.TopicAsync("resume");
        await session.ProduceAsync(topic, 10);
        for (var from = 0; from < 10; from += 5)
        {
            using var consumer = session.Consumer("resume");
            consumer.Subscribe(topic);
            var read = Take(consumer, 5);
            ExpectSequence(Enumerable.Range(from, 5).Select(i => $"{i}"), read.Select(record => Text(record.Message.Value)), "values");
            consumer.Commit(read[^1]);
            consumer.Close();
        }
    }

    private static async Task ShareAsync(Session session, string name, PartitionAssignmentStrategy strategy)
    {
        var topic = await session.TopicAsync(name, 4);
        using var first = session.Consumer(name, config => config.PartitionAssignmentStrategy = strategy);
        using var second = session.Consumer(name, config => config.PartitionAssignmentStrategy = strategy);
        first.Subscribe(topic);
        second.Subscribe(topic);
        var owned = await AssignedAsync([first, second], both => both[0].Count == 2 && both[1].Count == 2);
        Expect(4, owned.SelectMany(partitions => partitions).Distinct().Count(), "partitions");
        first.Close();
        second.Close();
    }

    private static async Task LeaveAsync(Session session)
    {
        var topic = await session.TopicAsync("leave", 4);
        using var first = session.Consumer("leave");
        using var second = session.Consumer("leave");
        first.Subscribe(topic);
        second.Subscribe(topic);
        await AssignedAsync([first, second], both => both.All(partitions => partitions.Count == 2));
        second.Close();
        await AssignedAsync([first], one => one[0].Count == 4);
        first.Close();
    }

    private static async Task StaticAsync(Session session)
    {
        var topic = await session.TopicAsync("static", 2);
        string id;
        using (var before = session.Consumer("static", config => config.GroupInstanceId = "one"))
        {
            before.Subscribe(topic);
            await AssignedAsync([before], one => one[0].Count == 2);
            id = before.MemberId;
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var after = session.Consumer("static", config => config.GroupInstanceId = "one");
        after.Subscribe(topic);
        await AssignedAsync([after], one => one[0].Count == 2);
        Expect(true, clock.Elapsed < TimeSpan.FromSeconds(5), "before its session timed out");
        Expect(false, after.MemberId == id, "member id");
    }

    private static async Task ListAsync(Session session)
    {
        await CommitAsync(session, "listed");
        using var admin = session.Admin();
        var groups = await admin.ListConsumerGroupsAsync();
        Expect(true, groups.Valid.Any(group => group.GroupId == session.Name("listed")), "is listed");
    }

    private static async Task DescribeAsync(Session session)
    {
        var topic = await session.TopicAsync("described");
        using var consumer = session.Consumer("described");
        consumer.Subscribe(topic);
        await AssignedAsync([consumer], one => one[0].Count == 1);
        using var admin = session.Admin();
        var group = (await admin.DescribeConsumerGroupsAsync([session.Name("described")])).ConsumerGroupDescriptions.Single();
        Expect((ConsumerGroupState.Stable, 1, 1), (group.State, group.Members.Count, group.Members[0].Assignment.TopicPartitions.Count), "state, members, partitions");
        consumer.Close();
    }

    private static async Task DeleteAsync(Session session)
    {
        await CommitAsync(session, "deleted");
        using var admin = session.Admin();
        await admin.DeleteGroupsAsync([session.Name("deleted")]);
        Expect(false, (await admin.ListConsumerGroupsAsync()).Valid.Any(group => group.GroupId == session.Name("deleted")), "is listed");
    }

    private static async Task DeleteInUseAsync(Session session)
    {
        var topic = await session.TopicAsync("in-use");
        using var consumer = session.Consumer("in-use");
        consumer.Subscribe(topic);
        await AssignedAsync([consumer], one => one[0].Count == 1);
        using var admin = session.Admin();
        try
        {
            await admin.DeleteGroupsAsync([session.Name("in-use")]);
        }
        catch (DeleteGroupsException refused)
        {
            throw new KafkaException(refused.Results[0].Error);
        }
    }

    private static async Task AlterOffsetsAsync(Session session)
    {
        var topic = await CommitAsync(session, "altered");
        using var admin = session.Admin();
        await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(session.Name("altered"), [new TopicPartitionOffset(topic, 0, 1)])]);
        var listed = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(session.Name("altered"), [new TopicPartition(topic, 0)])]);
        Expect(1, listed[0].Partitions[0].Offset.Value, "offset");
    }

    private static async Task DeleteOffsetsAsync(Session session)
    {
        var topic = await CommitAsync(session, "offsets-deleted");
        using var admin = session.Admin();
        await admin.DeleteConsumerGroupOffsetsAsync(session.Name("offsets-deleted"), [new TopicPartition(topic, 0)]);
        using var consumer = session.Consumer("offsets-deleted");
        Expect(Offset.Unset, consumer.Committed([new TopicPartition(topic, 0)], Patience)[0].Offset, "offset");
    }

    private static async Task<string> CommitAsync(Session session, string name)
    {
        var topic = await session.TopicAsync(name);
        using var consumer = session.Consumer(name);
        consumer.Commit([new TopicPartitionOffset(topic, 0, 0)]);
        return topic;
    }

    private static async Task<List<TopicPartition>[]> AssignedAsync(IConsumer<byte[]?, byte[]?>[] consumers, Func<List<TopicPartition>[], bool> enough)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            foreach (var consumer in consumers)
            {
                _ = consumer.Consume(TimeSpan.FromMilliseconds(20));
            }

            var owned = consumers.Select(consumer => consumer.Assignment).ToArray();
            if (enough(owned))
            {
                return owned;
            }

            Expect(true, clock.Elapsed < Patience, $"assigned in time ({string.Join('+', owned.Select(partitions => partitions.Count))})");
            await Task.Yield();
        }
    }
}
