using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>Metadata: the broker, and topics with their partitions. Creates topics that are asked for, where option and request allow it.</summary>
internal sealed class MetadataApi(TopicCatalog topics, EmbeddedKafkaOptions options, Func<Advertised> broker)
    : KafkaApi(ApiKey.Metadata, oldest: 0, newest: 12, flexibleFrom: 9)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var wanted = body.ReadNullableArray(topic =>
        {
            var id = version >= 10 ? topic.ReadUuid() : Guid.Empty;
            var name = topic.ReadNullableString();
            topic.SkipTaggedFields();
            return (Id: id, Name: name);
        });
        var autoCreate = version < 4 || body.ReadBoolean();
        var ofCluster = version is >= 8 and <= 10 && body.ReadBoolean() ? AuthorizedOperations.OfCluster : AuthorizedOperations.NotAsked;
        var ofTopic = version >= 8 && body.ReadBoolean() ? AuthorizedOperations.OfTopic : AuthorizedOperations.NotAsked;
        var all = wanted is null || (version == 0 && wanted.Count == 0);

        // All topics are those that were there at one moment: one that is deleted meanwhile is no error, since nobody asked for it.
        var found = all ? topics.All.Select(topic => new Found(KafkaError.None, topic.Name, topic)).ToList() : [];
        foreach (var (id, name) in all ? [] : wanted!)
        {
            found.Add(await FindAsync(id, name, autoCreate && options.AutoCreateTopics));
        }

        Write(answer, version, found, ofCluster, ofTopic);
        return Task.CompletedTask;
    }

    private async Task<Found> FindAsync(Guid id, string? name, bool autoCreate)
    {
        if (name is null)
        {
            return topics.Find(id) is { } byId ? new Found(KafkaError.None, byId.Name, byId) : new Found(KafkaError.UnknownTopicId, null, null) { Id = id };
        }

        if (topics.Find(name) is { } topic)
        {
            return new Found(KafkaError.None, name, topic);
        }

        if (TopicNames.Refuse(name) is not null || !autoCreate)
        {
            return new Found(TopicNames.Refuse(name) is null ? KafkaError.UnknownTopicOrPartition : KafkaError.InvalidTopic, name, null);
        }

        var (refusal, created) = await topics.CreateAsync(name, options.DefaultPartitions, new Dictionary<string, string?>());
        return refusal is null || refusal.Error == KafkaError.TopicAlreadyExists
            ? new Found(KafkaError.None, name, created ?? topics.Find(name))
            : new Found(refusal.Error, name, null);
    }

    private void Write(KafkaWriter answer, short version, List<Found> found, int ofCluster, int ofTopic)
    {
        if (version >= 3)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteArray(new[] { broker() }, (writer, node) =>
        {
            writer.WriteInt32(Advertised.NodeId);
            writer.WriteString(node.Host);
            writer.WriteInt32(node.Port);
            if (version >= 1)
            {
                writer.WriteString(null); // rack
            }

            writer.WriteTaggedFields();
        });
        if (version >= 2)
        {
            answer.WriteString(topics.ClusterId);
        }

        if (version >= 1)
        {
            answer.WriteInt32(Advertised.NodeId); // controller
        }

        answer.WriteArray(found, (writer, topic) => Write(writer, version, topic, ofTopic));
        if (version is >= 8 and <= 10)
        {
            answer.WriteInt32(ofCluster);
        }

        answer.WriteTaggedFields();
    }

    private static void Write(KafkaWriter writer, short version, Found found, int authorized)
    {
        writer.WriteError(found.Topic is null && found.Error == KafkaError.None ? KafkaError.UnknownTopicOrPartition : found.Error);
        writer.WriteString(found.Name ?? (version >= 12 ? null : ""));
        if (version >= 10)
        {
            writer.WriteUuid(found.Topic?.Id ?? found.Id);
        }

        if (version >= 1)
        {
            writer.WriteBoolean(false); // internal
        }

        writer.WriteArray(Enumerable.Range(0, found.Topic?.Partitions.Count ?? 0).ToArray(), (item, partition) => WritePartition(item, version, partition));
        if (version >= 8)
        {
            writer.WriteInt32(authorized);
        }

        writer.WriteTaggedFields();
    }

    private static void WritePartition(KafkaWriter writer, short version, int partition)
    {
        int[] replicas = [Advertised.NodeId];
        writer.WriteError(KafkaError.None);
        writer.WriteInt32(partition);
        writer.WriteInt32(Advertised.NodeId); // leader
        if (version >= 7)
        {
            writer.WriteInt32(0); // leader epoch
        }

        writer.WriteArray(replicas, (item, node) => item.WriteInt32(node));
        writer.WriteArray(replicas, (item, node) => item.WriteInt32(node)); // in sync
        if (version >= 5)
        {
            writer.WriteArray(Array.Empty<int>(), (item, node) => item.WriteInt32(node)); // offline
        }

        writer.WriteTaggedFields();
    }

    private sealed record Found(KafkaError Error, string? Name, Topic? Topic)
    {
        public Guid Id { get; init; }
    }
}
