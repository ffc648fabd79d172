using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>CreateTopics.</summary>
internal sealed class CreateTopicsApi(TopicCatalog topics, EmbeddedKafkaOptions options) : KafkaApi(ApiKey.CreateTopics, oldest: 0, newest: 7, flexibleFrom: 5)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var wanted = body.ReadArray(Wanted.Read);
        _ = body.ReadInt32(); // how long to wait for other brokers, of which there are none
        var validateOnly = version >= 1 && body.ReadBoolean();

        var outcomes = new List<(Wanted Wanted, TopicRefusal? Refusal, Topic? Topic)>();
        var names = wanted.CountBy(topic => topic.Name).ToDictionary();
        foreach (var topic in wanted.DistinctBy(topic => topic.Name))
        {
            var partitions = topic.PartitionCount(options.DefaultPartitions);
            var refusal = names[topic.Name] > 1
                ? new TopicRefusal(KafkaError.InvalidRequest, $"Topic '{topic.Name}' is asked for more than once.")
                : topic.Refuse();
            var (refused, created) = refusal is null ? await topics.CreateAsync(topic.Name, partitions, topic.Configs, validateOnly) : (refusal, null);
            outcomes.Add((topic, refused, created));
        }

        if (version >= 2)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteArray(outcomes, (writer, outcome) => Write(writer, version, outcome.Wanted, outcome.Refusal, outcome.Topic));
        answer.WriteTaggedFields();
        return Task.CompletedTask;
    }

    private void Write(KafkaWriter writer, short version, Wanted wanted, TopicRefusal? refusal, Topic? topic)
    {
        writer.WriteString(wanted.Name);
        if (version >= 7)
        {
            writer.WriteUuid(topic?.Id ?? Guid.Empty);
        }

        writer.WriteError(refusal?.Error ?? KafkaError.None);
        if (version >= 1)
        {
            writer.WriteString(refusal?.Message);
        }

        if (version >= 5)
        {
            writer.WriteInt32(refusal is null ? wanted.PartitionCount(options.DefaultPartitions) : -1);
            writer.WriteInt16((short)(refusal is null ? 1 : -1));
            writer.WriteArray(refusal is null ? TopicConfigKeys.All : null, (item, key) =>
            {
                item.WriteString(key.Name);
                item.WriteString(wanted.Configs.GetValueOrDefault(key.Name) ?? key.Default);
                item.WriteBoolean(false); // read-only
                item.WriteInt8(wanted.Configs.ContainsKey(key.Name) ? ConfigSource.Topic : ConfigSource.Default);
                item.WriteBoolean(false); // sensitive
                item.WriteTaggedFields();
            });
        }

        writer.WriteTaggedFields();
    }

    /// <summary>A topic as it is asked for.</summary>
    private sealed record Wanted(
        string Name, int Partitions, short ReplicationFactor, IReadOnlyList<(int Partition, IReadOnlyList<int> Brokers)> Assignments, IReadOnlyDictionary<string, string?> Configs, bool ConfigTwice)
    {
        public static Wanted Read(KafkaReader topic)
        {
            var (name, partitions, replication) = (topic.ReadString(), topic.ReadInt32(), topic.ReadInt16());
            var assignments = topic.ReadArray(item =>
            {
                var assignment = (item.ReadInt32(), item.ReadArray(broker => broker.ReadInt32()));
                item.SkipTaggedFields();
                return assignment;
            });
            var configs = topic.ReadArray(item =>
            {
                var config = KeyValuePair.Create(item.ReadString(), item.ReadNullableString());
                item.SkipTaggedFields();
                return config;
            });
            topic.SkipTaggedFields();
            var settings = configs.GroupBy(config => config.Key).ToDictionary(group => group.Key, group => group.Last().Value);
            return new Wanted(name, partitions, replication, assignments, settings, settings.Count < configs.Count);
        }

        public int PartitionCount(int usual) => Assignments.Count > 0 ? Assignments.Count : Partitions == -1 ? usual : Partitions;

        /// <summary>What does not hold whatever topics there are.</summary>
        public TopicRefusal? Refuse() =>
            Assignments.Count > 0 && (Partitions != -1 || ReplicationFactor != -1) ? new(KafkaError.InvalidRequest, "Assignments go with neither a number of partitions nor a replication factor.")
            : Assignments.Count > 0 && (!Assignments.Select(item => item.Partition).Order().SequenceEqual(Enumerable.Range(0, Assignments.Count)) || Assignments.Any(item => item.Brokers is not [Advertised.NodeId]))
                ? new(KafkaError.InvalidReplicaAssignment, $"Every partition from 0 on must be assigned to broker {Advertised.NodeId}, the only one.")
            : Assignments.Count == 0 && ReplicationFactor is not (-1 or 1) ? new(KafkaError.InvalidReplicationFactor, $"The replication factor is {ReplicationFactor}; there is 1 broker.")
            : ConfigTwice ? new(KafkaError.InvalidConfig, "A setting is given twice.")
            : null;
    }
}
