using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Tests.Topics;

/// <summary>What only raw requests can ask for, in old and new versions.</summary>
public sealed class When_topics_are_created_and_deleted
{
    private static readonly (int, int[])[] NoAssignments = [];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public async Task Every_version_answers_in_its_own_shape(short version)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var wire = broker.Connect();

        var created = await CreateAsync(wire, version, ("a", 2, 1, NoAssignments, ["retention.ms", "5"]), ("b", -1, -1, [(0, [1]), (1, [1]), (2, [1])], []));
        var twice = await CreateAsync(wire, version, ("a", 1, 1, NoAssignments, []));

        Assert.Equal([("a", KafkaError.None, version < 5 ? 0 : 2), ("b", KafkaError.None, version < 5 ? 0 : 3)], created.Select(topic => (topic.Name, topic.Error, topic.Partitions)));
        Assert.Equal(KafkaError.TopicAlreadyExists, Assert.Single(twice).Error);
        Assert.Equal(version >= 1, twice[0].Message is not null);
        Assert.Equal(version >= 7, created.All(topic => topic.Id != Guid.Empty));
        Assert.Equal(version >= 5 ? ["5"] : [], created[0].Configs.Where(config => config.Name == "retention.ms" && config.Source == ConfigSource.Topic).Select(config => config.Value));
        Assert.Equal([("a", 2), ("b", 3)], (await MetadataAsync(wire, null)).Select(topic => (topic.Name, topic.Partitions)));
    }

    [Fact]
    public async Task What_does_not_hold_is_refused_topic_by_topic_with_the_reason()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var wire = broker.Connect();

        var outcomes = await CreateAsync(
            wire,
            5,
            ("good", 1, 1, NoAssignments, []),
            ("twice", 1, 1, NoAssignments, []),
            ("twice", 1, 1, NoAssignments, []),
            ("no/name", 1, 1, NoAssignments, []),
            ("..", 1, 1, NoAssignments, []),
            (new string('x', 250), 1, 1, NoAssignments, []),
            ("none", 0, 1, NoAssignments, []),
            ("two-replicas", 1, 2, NoAssignments, []),
            ("elsewhere", -1, -1, [(0, [2])], []),
            ("gap", -1, -1, [(0, [1]), (2, [1])], []),
            ("both", 1, 1, [(0, [1])], []),
            ("unknown", 1, 1, NoAssignments, ["no.such.setting", "1"]),
            ("bad", 1, 1, NoAssignments, ["retention.ms", "soon"]),
            ("replicas", 1, 1, NoAssignments, ["min.insync.replicas", "2"]));

        Assert.Equal(
            [
                ("good", KafkaError.None), ("twice", KafkaError.InvalidRequest), ("no/name", KafkaError.InvalidTopic), ("..", KafkaError.InvalidTopic),
                (new string('x', 250), KafkaError.InvalidTopic), ("none", KafkaError.InvalidPartitions), ("two-replicas", KafkaError.InvalidReplicationFactor),
                ("elsewhere", KafkaError.InvalidReplicaAssignment), ("gap", KafkaError.InvalidReplicaAssignment), ("both", KafkaError.InvalidRequest),
                ("unknown", KafkaError.InvalidConfig), ("bad", KafkaError.InvalidConfig), ("replicas", KafkaError.InvalidConfig),
            ],
            outcomes.Select(topic => (topic.Name, topic.Error)));
        Assert.Equal("retention.ms is 'soon'; it must be milliseconds, or -1 for ever.", outcomes.Single(topic => topic.Name == "bad").Message);
        Assert.Contains("no.such.setting", outcomes.Single(topic => topic.Name == "unknown").Message, StringComparison.Ordinal);
        Assert.Equal("good", Assert.Single(await MetadataAsync(wire, null)).Name);
    }

    [Fact]
    public async Task What_is_only_to_be_validated_is_not_created()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var wire = broker.Connect();

        var outcome = Assert.Single(await CreateAsync(wire, 7, validateOnly: true, ("a", 4, 1, NoAssignments, [])));

        Assert.Equal((KafkaError.None, 4, Guid.Empty), (outcome.Error, outcome.Partitions, outcome.Id));
        Assert.Empty(await MetadataAsync(wire, null));
    }

    [Fact]
    public async Task A_topic_of_the_same_name_has_another_id_and_the_old_id_names_nothing()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var wire = broker.Connect();
        var first = (await CreateAsync(wire, 7, ("a", 1, 1, NoAssignments, [])))[0].Id;

        Assert.Equal([("a", first, KafkaError.None)], await DeleteAsync(wire, (null, first)));
        var second = (await CreateAsync(wire, 7, ("a", 1, 1, NoAssignments, [])))[0].Id;

        Assert.NotEqual(first, second);
        Assert.Equal(
            [(null, first, KafkaError.UnknownTopicId), ("b", Guid.Empty, KafkaError.UnknownTopicOrPartition), ("a", second, KafkaError.InvalidRequest), (null, Guid.Empty, KafkaError.InvalidRequest)],
            await DeleteAsync(wire, (null, first), ("b", Guid.Empty), ("a", second), (null, Guid.Empty)));
        Assert.Equal([("a", Guid.Empty, KafkaError.InvalidRequest)], (await DeleteAsync(wire, ("a", Guid.Empty), ("a", Guid.Empty))).Select(outcome => (outcome.Name, Guid.Empty, outcome.Error)));
        Assert.Equal([("a", second, KafkaError.None)], await DeleteAsync(wire, ("a", Guid.Empty)));
    }

    [Fact]
    public async Task A_topic_that_is_asked_for_is_created_only_when_the_request_and_the_broker_allow_it()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var wire = broker.Connect();

        Assert.Equal(KafkaError.UnknownTopicOrPartition, (await MetadataAsync(wire, "a", mayCreate: false)).Single().Error);
        Assert.Equal(KafkaError.InvalidTopic, (await MetadataAsync(wire, "no/name", mayCreate: true)).Single().Error);
        Assert.Empty(await MetadataAsync(wire, null));
        Assert.Equal((KafkaError.None, 1), (await MetadataAsync(wire, "a", mayCreate: true)).Select(topic => (topic.Error, topic.Partitions)).Single());

        await using var strict = await RunningBroker.StartAsync(options => options with { AutoCreateTopics = false });
        using var other = strict.Connect();
        Assert.Equal(KafkaError.UnknownTopicOrPartition, (await MetadataAsync(other, "a", mayCreate: true)).Single().Error);
    }

    [Fact]
    public async Task Who_asks_what_is_allowed_is_told_everything_and_others_nothing()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var wire = broker.Connect();
        await CreateAsync(wire, 7, ("a", 1, 1, NoAssignments, []));

        Assert.Equal(0b1101_1111_1000, (await MetadataAsync(wire, "a", tellAllowed: true)).Single().Allowed); // all of AclEntry.supportedOperations(TOPIC)
        Assert.Equal(int.MinValue, (await MetadataAsync(wire, "a")).Single().Allowed);
    }

    private static Task<List<Created>> CreateAsync(KafkaWire wire, short version, params (string Name, int Partitions, short Replicas, (int, int[])[] Assignments, string[] Configs)[] topics) =>
        CreateAsync(wire, version, validateOnly: false, topics);

    private static async Task<List<Created>> CreateAsync(
        KafkaWire wire, short version, bool validateOnly, params (string Name, int Partitions, short Replicas, (int Number, int[] Brokers)[] Assignments, string[] Configs)[] topics)
    {
        var answer = await wire.AskAsync(ApiKey.CreateTopics, version, version >= 5, body =>
        {
            body.WriteArray(topics, (item, topic) =>
            {
                item.WriteString(topic.Name);
                item.WriteInt32(topic.Partitions);
                item.WriteInt16(topic.Replicas);
                item.WriteArray(topic.Assignments, (assigned, assignment) =>
                {
                    assigned.WriteInt32(assignment.Number);
                    assigned.WriteArray(assignment.Brokers, (node, broker) => node.WriteInt32(broker));
                    assigned.WriteTaggedFields();
                });
                item.WriteArray(topic.Configs.Chunk(2).ToArray(), (config, pair) =>
                {
                    config.WriteString(pair[0]);
                    config.WriteString(pair[1]);
                    config.WriteTaggedFields();
                });
                item.WriteTaggedFields();
            });
            body.WriteInt32(1000);
            if (version >= 1)
            {
                body.WriteBoolean(validateOnly);
            }

            body.WriteTaggedFields();
        });
        _ = version >= 2 ? answer.ReadInt32() : 0;
        var created = answer.ReadArray(topic => Created.Read(topic, version));
        answer.SkipTaggedFields();
        Assert.Equal(0, answer.Remaining);
        return [.. created];
    }

    private static async Task<IReadOnlyList<(string? Name, Guid Id, KafkaError Error)>> DeleteAsync(KafkaWire wire, params (string? Name, Guid Id)[] topics)
    {
        var answer = await wire.AskAsync(ApiKey.DeleteTopics, 6, true, body =>
        {
            body.WriteArray(topics, (item, topic) =>
            {
                item.WriteString(topic.Name);
                item.WriteUuid(topic.Id);
                item.WriteTaggedFields();
            });
            body.WriteInt32(1000);
            body.WriteTaggedFields();
        });
        answer.ReadInt32();
        return answer.ReadArray(topic =>
        {
            var outcome = (topic.ReadNullableString(), topic.ReadUuid(), (KafkaError)topic.ReadInt16());
            topic.ReadNullableString();
            topic.SkipTaggedFields();
            return outcome;
        });
    }

    /// <param name="wire">The connection.</param>
    /// <param name="topic">The topic; null asks for all.</param>
    /// <param name="mayCreate">Whether it may be created.</param>
    /// <param name="tellAllowed">Whether to tell what is allowed.</param>
    private static async Task<IReadOnlyList<(string Name, KafkaError Error, int Partitions, int Allowed)>> MetadataAsync(KafkaWire wire, string? topic, bool mayCreate = false, bool tellAllowed = false)
    {
        var answer = await wire.AskAsync(ApiKey.Metadata, 12, true, body =>
        {
            body.WriteArray(topic is null ? null : new[] { topic }, (item, name) =>
            {
                item.WriteUuid(Guid.Empty);
                item.WriteString(name);
                item.WriteTaggedFields();
            });
            body.WriteBoolean(mayCreate);
            body.WriteBoolean(tellAllowed);
            body.WriteTaggedFields();
        });
        return MetadataAnswer.Topics(answer);
    }

    private sealed record Created(string Name, Guid Id, KafkaError Error, string? Message, int Partitions, IReadOnlyList<(string Name, string? Value, sbyte Source)> Configs)
    {
        public static Created Read(KafkaReader topic, short version)
        {
            var (name, id) = (topic.ReadString(), version >= 7 ? topic.ReadUuid() : Guid.Empty);
            var (error, message) = ((KafkaError)topic.ReadInt16(), version >= 1 ? topic.ReadNullableString() : null);
            var partitions = version >= 5 ? topic.ReadInt32() : 0;
            _ = version >= 5 ? topic.ReadInt16() : 0;
            var configs = version < 5 ? null : topic.ReadNullableArray(config =>
            {
                var (key, value, _, source, _) = (config.ReadString(), config.ReadNullableString(), config.ReadBoolean(), config.ReadInt8(), config.ReadBoolean());
                config.SkipTaggedFields();
                return (key, value, source);
            });
            topic.SkipTaggedFields();
            return new Created(name, id, error, message, partitions, configs ?? []);
        }
    }
}
