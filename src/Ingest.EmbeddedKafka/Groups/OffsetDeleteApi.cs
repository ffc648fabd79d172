using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>OffsetDelete: forgets offsets of topics that no member reads any more (KIP-496).</summary>
internal sealed class OffsetDeleteApi(GroupCoordinator groups) : KafkaApi(ApiKey.OffsetDelete, oldest: 0, newest: 0, flexibleFrom: short.MaxValue)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (groupId, wanted) = (request.Body.ReadString(), request.Body.ReadArray(topic => (Name: topic.ReadString(), Partitions: topic.ReadArray(partition => partition.ReadInt32()))));
        var group = groups.Find(groupId);
        var error = group is null ? KafkaError.GroupIdNotFound : KafkaError.None;
        var read = group is null ? [] : TopicsRead(group, out error);
        var outcomes = wanted.Select(topic => (topic.Name, topic.Partitions, Error: read.Contains(topic.Name) ? KafkaError.GroupSubscribedToTopic : KafkaError.None)).ToArray();
        if (group is not null && error == KafkaError.None)
        {
            error = await groups.DeleteOffsetsAsync(group, [.. outcomes.Where(topic => topic.Error == KafkaError.None).SelectMany(topic => topic.Partitions.Select(partition => (topic.Name, partition)))]);
        }

        answer.WriteError(error);
        answer.WriteInt32(0); // throttled by no time
        answer.WriteArray(error == KafkaError.None ? outcomes : [], (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, (item, partition) =>
            {
                item.WriteInt32(partition);
                item.WriteError(topic.Error);
            });
        });
        return Task.CompletedTask;
    }

    /// <summary>The topics that the members of a group have subscribed to. Members that are no consumers keep all offsets.</summary>
    private static HashSet<string> TopicsRead(CoordinatedGroup group, out KafkaError error)
    {
        lock (group.State.Gate)
        {
            error = KafkaError.None;
            if (group.State.State == GroupState.Empty)
            {
                return [];
            }

            try
            {
                return [.. group.State.Members.SelectMany(member => member.Joined.Protocols).SelectMany(protocol => Subscription(protocol.Metadata))];
            }
            catch (MalformedRequestException)
            {
                error = KafkaError.NonEmptyGroup;
                return [];
            }
        }
    }

    /// <summary>A consumer's metadata begins with a version and the topics it subscribes to (ConsumerProtocolSubscription).</summary>
    private static IReadOnlyList<string> Subscription(byte[] metadata)
    {
        var reader = new KafkaReader(metadata, flexible: false);
        _ = reader.ReadInt16();
        return reader.ReadArray(topic => topic.ReadString());
    }
}
