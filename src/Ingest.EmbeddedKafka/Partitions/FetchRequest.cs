using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>What a client wants to read, and how long it waits for it.</summary>
internal sealed record FetchRequest(int MaxWaitMs, int MinBytes, int MaxBytes, int SessionId, IReadOnlyList<FetchTopic> Topics)
{
    public static FetchRequest Read(KafkaReader body, short version)
    {
        _ = body.ReadInt32(); // the replica that asks; there are none, and clients say -1
        var (wait, minBytes, maxBytes) = (body.ReadInt32(), body.ReadInt32(), body.ReadInt32());
        _ = body.ReadInt8(); // isolation level: without transactions all records are committed
        var session = version >= 7 ? body.ReadInt32() : 0;
        _ = version >= 7 ? body.ReadInt32() : 0;
        var topics = body.ReadArray(topic => FetchTopic.Read(topic, version));

        // What follows is for sessions and for choosing a replica; neither is there.
        return new FetchRequest(wait, minBytes, maxBytes, session, topics);
    }
}

/// <summary>What a client wants of one topic.</summary>
internal sealed record FetchTopic(string Name, IReadOnlyList<FetchPartition> Partitions)
{
    public static FetchTopic Read(KafkaReader topic, short version)
    {
        var name = topic.ReadString();
        var partitions = topic.ReadArray(partition => FetchPartition.Read(partition, version));
        topic.SkipTaggedFields();
        return new FetchTopic(name, partitions);
    }
}

/// <summary>What a client wants of one partition.</summary>
internal sealed record FetchPartition(int Partition, int CurrentLeaderEpoch, long FetchOffset, int MaxBytes)
{
    public static FetchPartition Read(KafkaReader partition, short version)
    {
        var number = partition.ReadInt32();
        var epoch = version >= 9 ? partition.ReadInt32() : -1;
        var offset = partition.ReadInt64();
        _ = version >= 12 ? partition.ReadInt32() : 0; // last fetched epoch
        _ = version >= 5 ? partition.ReadInt64() : 0; // a follower's log start offset
        var read = new FetchPartition(number, epoch, offset, partition.ReadInt32());
        partition.SkipTaggedFields();
        return read;
    }
}
