using Confluent.Kafka;
using Confluent.Kafka.Admin;
using static Ingest.EmbeddedKafka.ConfluentClient.Session;

namespace Ingest.EmbeddedKafka.ConfluentClient;

internal static class TopicChecks
{
    public static Dictionary<string, Func<Session, Task>> All { get; } = new()
    {
        ["a topic is created"] = CreateAsync,
        ["a topic is not created twice"] = CreateTwiceAsync,
        ["a setting that does not hold"] = session => CreateAsync(session, "bad-config", specification => specification.Configs = new() { ["retention.ms"] = "soon" }),
        ["a replication factor of 2"] = session => CreateAsync(session, "replicated", specification => specification.ReplicationFactor = 2),
        ["a topic name that does not hold"] = session => CreateAsync(session, "a/b", _ => { }),
        ["topics are listed"] = ListAsync,
        ["a topic is described"] = DescribeAsync,
        ["partitions are added"] = AddPartitionsAsync,
        ["a topic is deleted, and starts anew"] = DeleteAsync,
        ["settings of a topic are described"] = DescribeConfigsAsync,
        ["settings of a topic are altered"] = AlterConfigsAsync,
        ["settings of the broker are described"] = DescribeBrokerAsync,
        ["the cluster is described"] = DescribeClusterAsync,
    };

    private static async Task CreateAsync(Session session)
    {
        var topic = await session.TopicAsync("created", 3);
        using var admin = session.Admin();
        Expect(3, admin.GetMetadata(topic, Patience).Topics[0].Partitions.Count, "partitions");
    }

    private static async Task CreateAsync(Session session, string name, Action<TopicSpecification> configure)
    {
        using var admin = session.Admin();
        var specification = new TopicSpecification { Name = session.Name(name), NumPartitions = 1, ReplicationFactor = 1 };
        configure(specification);
        await OneAsync(() => admin.CreateTopicsAsync([specification]));
    }

    private static async Task CreateTwiceAsync(Session session)
    {
        await session.TopicAsync("twice");
        await CreateAsync(session, "twice", _ => { });
    }

    private static async Task ListAsync(Session session)
    {
        var topic = await session.TopicAsync("listed-topic");
        using var admin = session.Admin();
        Expect(true, admin.GetMetadata(Patience).Topics.Any(listed => listed.Topic == topic), "is listed");
    }

    private static async Task DescribeAsync(Session session)
    {
        var topic = await session.TopicAsync("described-topic", 2);
        using var admin = session.Admin();
        var described = (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]))).TopicDescriptions.Single();
        Expect((2, 1), (described.Partitions.Count, described.Partitions[0].ISR.Count), "partitions and replicas in sync");
    }

    private static async Task AddPartitionsAsync(Session session)
    {
        var topic = await session.TopicAsync("grown");
        using var admin = session.Admin();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 3 }]);
        Expect(3, admin.GetMetadata(topic, Patience).Topics[0].Partitions.Count, "partitions");
        await session.ProduceAsync(topic, 1, partition: 2);
        Expect(1, session.ReadAll(topic, 2).Count, "records");
    }

    private static async Task DeleteAsync(Session session)
    {
        var topic = await session.TopicAsync("reborn");
        await session.ProduceAsync(topic, 5);
        using (var admin = session.Admin())
        {
            await admin.DeleteTopicsAsync([topic]);
        }

        await session.TopicAsync("reborn");
        Expect(0, session.ReadAll(topic).Count, "records");
    }

    private static async Task DescribeConfigsAsync(Session session)
    {
        var topic = await session.TopicAsync("configured", 1, ("retention.ms", "12345"));
        var entries = await EntriesAsync(session, ResourceType.Topic, topic);
        Expect(("12345", "delete"), (entries["retention.ms"].Value, entries["cleanup.policy"].Value), "settings");
        Expect((false, true), (entries["retention.ms"].IsDefault, entries["cleanup.policy"].IsDefault), "are defaults");
    }

    private static async Task AlterConfigsAsync(Session session)
    {
        var topic = await session.TopicAsync("reconfigured", 1, ("retention.ms", "12345"));
        using var admin = session.Admin();
        await admin.IncrementalAlterConfigsAsync(new()
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
            [
                new ConfigEntry { Name = "cleanup.policy", Value = "compact", IncrementalOperation = AlterConfigOpType.Append },
                new ConfigEntry { Name = "retention.ms", IncrementalOperation = AlterConfigOpType.Delete },
            ],
        });
        var entries = await EntriesAsync(session, ResourceType.Topic, topic);
        Expect(("delete,compact", "604800000"), (entries["cleanup.policy"].Value, entries["retention.ms"].Value), "settings");
    }

    private static async Task DescribeBrokerAsync(Session session)
    {
        using var admin = session.Admin();
        var entries = await EntriesAsync(session, ResourceType.Broker, $"{admin.GetMetadata(Patience).Brokers[0].BrokerId}");
        Expect(true, entries.ContainsKey("auto.create.topics.enable"), "settings");
    }

    private static async Task DescribeClusterAsync(Session session)
    {
        using var admin = session.Admin();
        var cluster = await admin.DescribeClusterAsync();
        Expect(true, cluster.ClusterId.Length > 0 && cluster.Nodes.Count == 1 && cluster.Controller.Id == cluster.Nodes[0].Id, "id, nodes, controller");
    }

    private static async Task<Dictionary<string, ConfigEntryResult>> EntriesAsync(Session session, ResourceType type, string name)
    {
        using var admin = session.Admin();
        return (await admin.DescribeConfigsAsync([new ConfigResource { Type = type, Name = name }])).Single().Entries;
    }

    /// <summary>The error of the one thing that was asked for.</summary>
    private static async Task OneAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (CreateTopicsException refused)
        {
            throw new KafkaException(refused.Results[0].Error);
        }
    }
}
