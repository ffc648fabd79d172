using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>OffsetCommit: answered when the offsets are durable.</summary>
internal sealed class OffsetCommitApi(GroupCoordinator groups, TopicCatalog topics) : KafkaApi(ApiKey.OffsetCommit, oldest: 2, newest: 8, flexibleFrom: 8)
{
    private const int MetadataMax = 4096; // offset.metadata.max.bytes

    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var (groupId, generation, member) = (body.ReadString(), body.ReadInt32(), body.ReadString());
        var instance = version >= 7 ? body.ReadNullableString() : null;
        _ = version <= 4 ? body.ReadInt64() : 0; // how long to keep it: the broker's setting counts, as in Kafka since 2.1
        var wanted = body.ReadArray(topic => ReadTopic(topic, version));

        var (group, error) = groups.OpenToCommit(groupId, member, instance, generation);
        var outcomes = wanted.SelectMany(topic => topic.Partitions.Select(partition => (topic.Name, Partition: partition, Error: group is null ? error : Refuse(topic.Name, partition)))).ToArray();
        var taken = outcomes.Where(outcome => outcome.Error == KafkaError.None).ToArray();
        var stored = group is null || taken.Length == 0 ? KafkaError.None
            : await groups.CommitAsync(group, [.. taken.Select(outcome => (outcome.Name, outcome.Partition.Number, outcome.Partition.Offset, outcome.Partition.LeaderEpoch, outcome.Partition.Metadata))]);

        if (version >= 3)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteArray([.. outcomes.GroupBy(outcome => outcome.Name)], (writer, topic) =>
        {
            writer.WriteString(topic.Key);
            writer.WriteArray([.. topic], (item, outcome) =>
            {
                item.WriteInt32(outcome.Partition.Number);
                item.WriteError(outcome.Error == KafkaError.None ? stored : outcome.Error);
                item.WriteTaggedFields();
            });
            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
        return Task.CompletedTask;
    }

    private static (string Name, IReadOnlyList<Committed> Partitions) ReadTopic(KafkaReader topic, short version)
    {
        var name = topic.ReadString();
        var partitions = topic.ReadArray(partition =>
        {
            var (number, offset) = (partition.ReadInt32(), partition.ReadInt64());
            var epoch = version >= 6 ? partition.ReadInt32() : -1;
            var committed = new Committed(number, offset, epoch, partition.ReadNullableString());
            partition.SkipTaggedFields();
            return committed;
        });
        topic.SkipTaggedFields();
        return (name, partitions);
    }

    private KafkaError Refuse(string topic, Committed committed) =>
        topics.Find(topic)?.Find(committed.Number) is null ? KafkaError.UnknownTopicOrPartition
        : committed.Metadata?.Length > MetadataMax ? KafkaError.OffsetMetadataTooLarge
        : KafkaError.None;

    private sealed record Committed(int Number, long Offset, int LeaderEpoch, string? Metadata);
}
