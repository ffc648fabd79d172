using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Tests.Topics;

/// <summary>Reads an answer of Metadata, version 12.</summary>
internal static class MetadataAnswer
{
    public static IReadOnlyList<(string Name, KafkaError Error, int Partitions, int Allowed)> Topics(KafkaReader answer)
    {
        answer.ReadInt32(); // throttled
        answer.ReadArray(broker =>
        {
            var node = (broker.ReadInt32(), broker.ReadString(), broker.ReadInt32(), broker.ReadNullableString());
            broker.SkipTaggedFields();
            return node;
        });
        answer.ReadNullableString(); // cluster
        answer.ReadInt32(); // controller
        var topics = answer.ReadArray(ReadTopic);
        answer.SkipTaggedFields();
        Assert.Equal(0, answer.Remaining);
        return topics;
    }

    private static (string Name, KafkaError Error, int Partitions, int Allowed) ReadTopic(KafkaReader topic)
    {
        var (error, name) = ((KafkaError)topic.ReadInt16(), topic.ReadNullableString());
        topic.ReadUuid();
        topic.ReadBoolean();
        var partitions = topic.ReadArray(partition =>
        {
            var leader = (partition.ReadInt16(), partition.ReadInt32(), partition.ReadInt32(), partition.ReadInt32());
            for (var lists = 0; lists < 3; lists++)
            {
                partition.ReadArray(node => node.ReadInt32());
            }

            partition.SkipTaggedFields();
            return leader;
        });
        var allowed = topic.ReadInt32();
        topic.SkipTaggedFields();
        return (name!, error, partitions.Count, allowed);
    }
}
