using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>ListOffsets: the ends of partitions, and the first record of a time or later.</summary>
internal sealed class ListOffsetsApi(TopicCatalog topics) : KafkaApi(ApiKey.ListOffsets, oldest: 1, newest: 7, flexibleFrom: 6)
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        _ = body.ReadInt32(); // the replica that asks
        _ = version >= 2 ? body.ReadInt8() : 0; // isolation level: without transactions all records are committed
        var wanted = body.ReadArray(topic =>
        {
            var name = topic.ReadString();
            var partitions = topic.ReadArray(partition => Read(partition, version));
            topic.SkipTaggedFields();
            return (Name: name, Partitions: partitions);
        });

        if (version >= 2)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteArray(wanted, (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, (item, partition) => Write(item, version, topic.Name, partition));
            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }

    private static (int Partition, int LeaderEpoch, long Timestamp) Read(KafkaReader partition, short version)
    {
        var number = partition.ReadInt32();
        var epoch = version >= 4 ? partition.ReadInt32() : -1;
        var timestamp = partition.ReadInt64();
        partition.SkipTaggedFields();
        return (number, epoch, timestamp);
    }

    private void Write(KafkaWriter writer, short version, string topic, (int Number, int LeaderEpoch, long Timestamp) wanted)
    {
        var (error, offset, timestamp) = topics.Find(topic)?.Find(wanted.Number) is not { } partition ? (KafkaError.UnknownTopicOrPartition, -1, -1)
            : wanted.LeaderEpoch > 0 ? (KafkaError.UnknownLeaderEpoch, -1, -1)
            : wanted.Timestamp == -3 && version < 7 ? (KafkaError.UnsupportedVersion, -1, -1)
            : partition.ListOffset(wanted.Timestamp);
        writer.WriteInt32(wanted.Number);
        writer.WriteError(error);
        writer.WriteInt64(timestamp);
        writer.WriteInt64(offset);
        if (version >= 4)
        {
            writer.WriteInt32(offset >= 0 ? 0 : -1);
        }

        writer.WriteTaggedFields();
    }
}
