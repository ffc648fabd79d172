using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>OffsetFetch: what groups have committed; several groups at a time from version 8 on.</summary>
internal sealed class OffsetFetchApi(GroupCoordinator groups) : KafkaApi(ApiKey.OffsetFetch, oldest: 1, newest: 8, flexibleFrom: 6)
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var wanted = version >= 8 ? body.ReadArray(group =>
        {
            var read = (Group: group.ReadString(), Topics: group.ReadNullableArray(ReadTopic));
            group.SkipTaggedFields();
            return read;
        }) : [(body.ReadString(), body.ReadNullableArray(ReadTopic))];

        // Whether only stable offsets are wanted, from version 7 on: without transactions all are.
        if (version >= 3)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        if (version >= 8)
        {
            answer.WriteArray(wanted, (writer, group) =>
            {
                writer.WriteString(group.Group);
                WriteTopics(writer, version, group.Group, group.Topics);
                writer.WriteError(KafkaError.None);
                writer.WriteTaggedFields();
            });
        }
        else
        {
            WriteTopics(answer, version, wanted[0].Group, wanted[0].Topics);
            if (version >= 2)
            {
                answer.WriteError(KafkaError.None);
            }
        }

        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }

    private static (string Name, IReadOnlyList<int> Partitions) ReadTopic(KafkaReader topic)
    {
        var read = (topic.ReadString(), topic.ReadArray(partition => partition.ReadInt32()));
        topic.SkipTaggedFields();
        return read;
    }

    /// <summary>Every partition that was asked for, or all that have an offset.</summary>
    private void WriteTopics(KafkaWriter answer, short version, string groupId, IReadOnlyList<(string Name, IReadOnlyList<int> Partitions)>? wanted)
    {
        var offsets = groups.Find(groupId)?.Offsets;
        wanted ??= [.. (offsets?.All ?? []).GroupBy(offset => offset.Key.Topic)
            .Select(topic => (topic.Key, (IReadOnlyList<int>)[.. topic.Select(offset => offset.Key.Partition).Order()]))];
        answer.WriteArray(wanted, (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, (item, partition) =>
            {
                var committed = offsets?.Find(topic.Name, partition);
                item.WriteInt32(partition);
                item.WriteInt64(committed?.Offset ?? -1);
                if (version >= 5)
                {
                    item.WriteInt32(committed?.LeaderEpoch ?? -1);
                }

                item.WriteString(committed is null ? "" : committed.Metadata ?? "");
                item.WriteError(KafkaError.None);
                item.WriteTaggedFields();
            });
            writer.WriteTaggedFields();
        });
    }
}
