using Confluent.Kafka;
using Confluent.Kafka.Admin;
using static Ingest.EmbeddedKafka.ConfluentClient.Session;

namespace Ingest.EmbeddedKafka.ConfluentClient;

internal static class RefusalChecks
{
    public static Dictionary<string, Func<Session, Task>> All { get; } = new()
    {
        ["a topic that is not there, and is not created"] = UnknownTopicAsync,
        ["a record larger than max.message.bytes"] = TooLargeAsync,
        ["a record without a key in a compacted topic"] = KeylessAsync,
        ["a batch whose checksum does not hold"] = CorruptBatch.SendAsync,
        ["transactions"] = TransactionsAsync,
        ["access control lists"] = AclsAsync,
        ["the new group protocol (KIP-848)"] = NewGroupsAsync,
        ["deleting records"] = DeleteRecordsAsync,
    };

    private static async Task UnknownTopicAsync(Session session)
    {
        using var producer = session.Producer(config =>
        {
            config.BootstrapServers = session.BrokerWithoutAutoCreation;
            config.Set("topic.metadata.propagation.max.ms", "500");
        });
        try
        {
            await producer.ProduceAsync(session.Name("nobody-made-it"), Record("v"));
        }
        catch (ProduceException<byte[]?, byte[]?> refused) when (refused.Error.Code == ErrorCode.Local_UnknownTopic)
        {
            throw new KafkaException(ErrorCode.UnknownTopicOrPart); // as the broker said it in its metadata
        }
    }

    private static async Task TooLargeAsync(Session session)
    {
        var topic = await session.TopicAsync("small-records", 1, ("max.message.bytes", "1000"));
        await session.ProduceAsync(topic, 1);
        using var producer = session.Producer();
        await producer.ProduceAsync(topic, Record(new string('z', 2000)));
    }

    private static async Task KeylessAsync(Session session)
    {
        var topic = await session.TopicAsync("compacted", 1, ("cleanup.policy", "compact"));
        using var producer = session.Producer();
        await producer.ProduceAsync(topic, Record("v", "k"));
        await producer.ProduceAsync(topic, Record("v"));
    }

    private static Task TransactionsAsync(Session session)
    {
        using var producer = session.Producer(config => config.TransactionalId = session.Name("transaction"));
        producer.InitTransactions(TimeSpan.FromSeconds(5));
        return Task.CompletedTask;
    }

    private static async Task AclsAsync(Session session)
    {
        using var admin = session.Admin();
        await admin.DescribeAclsAsync(new AclBindingFilter
        {
            PatternFilter = new ResourcePatternFilter { Type = ResourceType.Any, ResourcePatternType = ResourcePatternType.Any },
            EntryFilter = new AccessControlEntryFilter { Operation = AclOperation.Any, PermissionType = AclPermissionType.Any },
        });
    }

    private static async Task NewGroupsAsync(Session session)
    {
        var refused = new TaskCompletionSource<Error>();
        var config = session.With(new ConsumerConfig { GroupId = session.Name("kip-848"), GroupProtocol = GroupProtocol.Consumer });
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => refused.TrySetResult(error)).Build();
        consumer.Subscribe(session.Name("kip-848"));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!refused.Task.IsCompleted && clock.Elapsed < Patience)
        {
            _ = consumer.Consume(TimeSpan.FromMilliseconds(100));
        }

        Expect(true, refused.Task.IsCompleted, "an error in time");
        throw new KafkaException(await refused.Task);
    }

    private static async Task DeleteRecordsAsync(Session session)
    {
        var topic = await session.TopicAsync("shortened");
        await session.ProduceAsync(topic, 3);
        using var admin = session.Admin();
        try
        {
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 1)]);
        }
        catch (DeleteRecordsException refused) when (refused.Results.Count > 0)
        {
            throw new KafkaException(refused.Results[0].Error);
        }
    }
}
