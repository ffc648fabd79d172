using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Tests.Groups;

public sealed class When_offsets_are_committed
{
    [Fact]
    public async Task They_are_there_after_a_restart_and_gone_with_their_topic()
    {
        await using var broker = await RunningBroker.StartAsync();
        using (var admin = Admin(broker))
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2 }, new TopicSpecification { Name = "u", NumPartitions = 1 }]);
        }

        Commit(broker, ("t", 0, 3), ("t", 1, 5), ("u", 0, 7));
        Commit(broker, ("t", 0, 4));
        await broker.RestartAsync();
        Assert.Equal([4, 5, 7], Committed(broker));

        using (var admin = Admin(broker))
        {
            await admin.DeleteTopicsAsync(["t"]);
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 2 }]);
        }

        Assert.Equal([Offset.Unset.Value, Offset.Unset.Value, 7], Committed(broker));
        await broker.RestartAsync();
        Assert.Equal([Offset.Unset.Value, Offset.Unset.Value, 7], Committed(broker));
    }

    [Fact]
    public async Task A_partition_that_is_not_there_is_refused_and_the_others_are_taken()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var admin = Admin(broker);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 1 }]);
        using var wire = broker.Connect();

        var answer = await wire.AskAsync(ApiKey.OffsetCommit, 2, false, body =>
        {
            body.WriteString("g");
            body.WriteInt32(-1);
            body.WriteString("");
            body.WriteInt64(-1);
            body.WriteArray(new[] { "t" }, (topic, name) =>
            {
                topic.WriteString(name);
                topic.WriteArray(new[] { (0, ""), (9, ""), (0, new string('m', 4097)) }, (partition, one) =>
                {
                    partition.WriteInt32(one.Item1);
                    partition.WriteInt64(1);
                    partition.WriteString(one.Item2);
                });
            });
        });

        var errors = answer.ReadArray(topic => (topic.ReadString(), topic.ReadArray(partition => (partition.ReadInt32(), (KafkaError)partition.ReadInt16())))).Single().Item2;
        Assert.Equal([(0, KafkaError.None), (9, KafkaError.UnknownTopicOrPartition), (0, KafkaError.OffsetMetadataTooLarge)], errors);
    }

    private static IAdminClient Admin(RunningBroker broker) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Address }).Build();

    private static IConsumer<Ignore, Ignore> Consumer(RunningBroker broker) => new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = broker.Address, GroupId = "g" }).Build();

    private static void Commit(RunningBroker broker, params (string Topic, int Partition, long Offset)[] offsets)
    {
        using var consumer = Consumer(broker);
        consumer.Commit(offsets.Select(offset => new TopicPartitionOffset(offset.Topic, offset.Partition, offset.Offset)));
    }

    private static long[] Committed(RunningBroker broker)
    {
        using var consumer = Consumer(broker);
        return [.. consumer.Committed([new("t", 0), new("t", 1), new("u", 0)], TimeSpan.FromSeconds(10)).Select(offset => offset.Offset.Value)];
    }
}
