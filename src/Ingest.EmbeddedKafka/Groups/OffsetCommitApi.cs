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
        var asked = wanted.SelectMany(topic => topic.Partitions.Select(partition => new Asked(topics.Find(topic.Name), topic.Name, partition))).ToArray();
        var outcomes = group is null ? Array.ConvertAll(asked, commit => (Commit: commit, Error: error)) : await CommitAsync(group, asked);

        if (version >= 3)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteArray([.. outcomes.GroupBy(outcome => outcome.Commit.Name)], (writer, topic) =>
        {
            writer.WriteString(topic.Key);
            writer.WriteArray([.. topic], (item, outcome) =>
            {
                item.WriteInt32(outcome.Commit.Partition.Number);
                item.WriteError(outcome.Error);
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

    private async Task<(Asked Commit, KafkaError Error)[]> CommitAsync(CoordinatedGroup group, Asked[] asked)
    {
        var taken = asked.Where(commit => Refuse(commit) == KafkaError.None).ToArray();
        var stored = taken.Length == 0 ? KafkaError.None
            : await groups.CommitAsync(group, [.. taken.Select(commit => (commit.Name, commit.Partition.Number, commit.Partition.Offset, commit.Partition.LeaderEpoch, commit.Partition.Metadata))]);

        // A topic that was deleted meanwhile took its offsets with it, and these came too late for that.
        var late = taken.Where(commit => topics.Find(commit.Topic!.Id) is null).ToArray();
        await groups.DeleteOffsetsAsync(group, [.. late.Select(commit => (commit.Name, commit.Partition.Number))]);
        return Array.ConvertAll(asked, commit => (commit, Refuse(commit) is var refused and not KafkaError.None ? refused : late.Contains(commit) ? KafkaError.UnknownTopicOrPartition : stored));
    }

    private static KafkaError Refuse(Asked commit) =>
        commit.Topic?.Find(commit.Partition.Number) is null ? KafkaError.UnknownTopicOrPartition
        : commit.Partition.Metadata?.Length > MetadataMax ? KafkaError.OffsetMetadataTooLarge
        : KafkaError.None;

    private sealed record Asked(Topic? Topic, string Name, Committed Partition);

    private sealed record Committed(int Number, long Offset, int LeaderEpoch, string? Metadata);
}
