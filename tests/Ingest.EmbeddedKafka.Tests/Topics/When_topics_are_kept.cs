using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Tests.Topics;

public sealed class When_topics_are_kept
{
    [Fact]
    public async Task Topics_partitions_and_settings_are_there_after_a_restart_and_the_cluster_is_the_same()
    {
        await using var broker = await RunningBroker.StartAsync();
        string cluster;
        using (var admin = Admin(broker.Address))
        {
            cluster = (await admin.DescribeClusterAsync()).ClusterId;
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "a", NumPartitions = 1, Configs = new() { ["retention.ms"] = "777" } }, new TopicSpecification { Name = "b", NumPartitions = 1 }]);
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "a", IncreaseTo = 3 }]);
            await admin.DeleteTopicsAsync(["b"]);
        }

        await broker.RestartAsync();

        using var again = Admin(broker.Address);
        Assert.Equal(cluster, (await again.DescribeClusterAsync()).ClusterId);
        var topic = Assert.Single(again.GetMetadata(TimeSpan.FromSeconds(10)).Topics);
        Assert.Equal(("a", 3), (topic.Topic, topic.Partitions.Count));
        var settings = (await again.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "a" }])).Single().Entries;
        Assert.Equal("777", settings["retention.ms"].Value);
    }

    [Fact]
    public async Task A_half_made_topic_is_removed_at_the_next_start()
    {
        await using var broker = await RunningBroker.StartAsync();
        using (var admin = Admin(broker.Address))
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = "a", NumPartitions = 1 }]);
        }

        var leftover = Directory.CreateDirectory(Path.Combine(broker.Folder, "topics", Guid.NewGuid().ToString("N"), "0")).Parent!;

        await broker.RestartAsync();

        Assert.False(Directory.Exists(leftover.FullName));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(broker.Folder, "topics")));
    }

    [Fact]
    public async Task A_second_broker_is_kept_out_of_the_folder()
    {
        await using var broker = await RunningBroker.StartAsync();

        await Assert.ThrowsAsync<DurableLog.DurableLogInUseException>(() => EmbeddedKafkaBroker.StartAsync(
            new EmbeddedKafkaOptions { DataDirectory = broker.Folder, Listen = new(System.Net.IPAddress.Loopback, 0) }, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Beyond_the_limit_of_partitions_none_is_made()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { PartitionsMax = 3 });
        using var admin = Admin(broker.Address);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "a", NumPartitions = 2 }]);

        var refused = await Assert.ThrowsAsync<CreateTopicsException>(() => admin.CreateTopicsAsync([new TopicSpecification { Name = "b", NumPartitions = 2 }]));

        Assert.Equal(ErrorCode.PolicyViolation, refused.Results[0].Error.Code);
        Assert.Contains("at most 3 partitions", refused.Results[0].Error.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_topics_are_those_there_are_while_others_are_deleted()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var admin = Admin(broker.Address);
        var names = Enumerable.Range(0, 60).Select(i => $"topic-{i}").ToArray();
        using var done = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            using var wire = broker.Connect();
            var errors = new HashSet<KafkaError>();
            while (!done.IsCancellationRequested)
            {
                errors.UnionWith(await ErrorsOfAllTopicsAsync(wire));
            }

            return errors;
        })).ToArray();

        await admin.CreateTopicsAsync(names.Select(name => new TopicSpecification { Name = name, NumPartitions = 1 }));
        await admin.DeleteTopicsAsync(names);

        await done.CancelAsync();
        Assert.Equal([KafkaError.None], (await Task.WhenAll(asking)).SelectMany(errors => errors).Distinct());
    }

    [Fact]
    public async Task Options_that_do_not_hold_are_all_named()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => EmbeddedKafkaBroker.StartAsync(
            new EmbeddedKafkaOptions { DataDirectory = "", DefaultPartitions = 0, RequestBytesMax = 1 }, cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(3, refused.Message.Split(Environment.NewLine).Length);
    }

    private static async Task<IEnumerable<KafkaError>> ErrorsOfAllTopicsAsync(KafkaWire wire)
    {
        var answer = await wire.AskAsync(ApiKey.Metadata, 1, flexible: false, body => body.WriteInt32(-1));
        answer.ReadArray(broker => (broker.ReadInt32(), broker.ReadString(), broker.ReadInt32(), broker.ReadNullableString()));
        answer.ReadInt32(); // controller
        return answer.ReadArray(topic =>
        {
            var error = (KafkaError)topic.ReadInt16();
            topic.ReadString();
            topic.ReadBoolean();
            topic.ReadArray(partition => (partition.ReadInt16(), partition.ReadInt32(), partition.ReadInt32(), partition.ReadArray(node => node.ReadInt32()), partition.ReadArray(node => node.ReadInt32())));
            return error;
        });
    }

    private static IAdminClient Admin(string address) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address }).Build();
}
