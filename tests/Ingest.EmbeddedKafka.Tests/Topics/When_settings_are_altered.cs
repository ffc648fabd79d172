using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Ingest.EmbeddedKafka.Tests.Topics;

public sealed class When_settings_are_altered
{
    [Fact]
    public async Task Single_ones_are_set_deleted_appended_to_and_subtracted_from()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var admin = await AdminOfAsync(broker);

        await ChangeAsync(admin, ("retention.ms", AlterConfigOpType.Set, "7"), ("max.message.bytes", AlterConfigOpType.Set, "1000"), ("cleanup.policy", AlterConfigOpType.Append, "compact"));
        await ChangeAsync(admin, ("retention.ms", AlterConfigOpType.Delete, ""), ("cleanup.policy", AlterConfigOpType.Subtract, "delete"));
        await broker.RestartAsync();
        using var again = Admin(broker);

        var settings = await DescribeAsync(again);
        Assert.Equal(("604800000", true), (settings["retention.ms"].Value, settings["retention.ms"].IsDefault));
        Assert.Equal(("1000", false), (settings["max.message.bytes"].Value, settings["max.message.bytes"].IsDefault));
        Assert.Equal("compact", settings["cleanup.policy"].Value);
        Assert.Equal(["1000", "1048588"], settings["max.message.bytes"].Synonyms.Select(synonym => synonym.Value));
    }

    [Theory]
    [InlineData("no.such.setting", AlterConfigOpType.Set, "1", "no.such.setting is no topic setting")]
    [InlineData("retention.ms", AlterConfigOpType.Set, "-2", "retention.ms is '-2'")]
    [InlineData("retention.ms", AlterConfigOpType.Append, "1", "retention.ms is no list")]
    [InlineData("cleanup.policy", AlterConfigOpType.Subtract, "delete", "cleanup.policy is ''")]
    [InlineData("segment.bytes", AlterConfigOpType.Set, "4095", "segment.bytes is '4095'")]
    [InlineData("compression.type", AlterConfigOpType.Set, "zstd", "compression.type is 'zstd'; it must be producer")]
    public async Task What_does_not_hold_is_refused_with_name_and_reason_and_nothing_of_it_counts(string name, AlterConfigOpType operation, string value, string reason)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var admin = await AdminOfAsync(broker);

        var refused = await Assert.ThrowsAsync<IncrementalAlterConfigsException>(() => ChangeAsync(admin, ("max.message.bytes", AlterConfigOpType.Set, "1000"), (name, operation, value)));

        Assert.Equal(ErrorCode.InvalidConfig, refused.Results[0].Error.Code);
        Assert.Contains(reason, refused.Results[0].Error.Reason, StringComparison.Ordinal);
        Assert.Equal("1048588", (await DescribeAsync(admin))["max.message.bytes"].Value);
    }

    [Fact]
    public async Task All_of_them_together_are_replaced_and_validated_only_when_that_is_asked_for()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var admin = await AdminOfAsync(broker);

        await admin.AlterConfigsAsync(Settings(("retention.ms", "7")));
        await admin.AlterConfigsAsync(Settings(("max.message.bytes", "1000")));
        await admin.AlterConfigsAsync(Settings(("max.message.bytes", "2000")), new AlterConfigsOptions { ValidateOnly = true });

        var settings = await DescribeAsync(admin);
        Assert.Equal(("604800000", "1000"), (settings["retention.ms"].Value, settings["max.message.bytes"].Value));
    }

    [Fact]
    public async Task The_next_record_is_held_to_them()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var admin = await AdminOfAsync(broker);
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = broker.Address }).Build();
        await ProduceAsync(producer, 100);
        await ProduceAsync(producer, 5000);
        var segments = Segments(broker);

        await ChangeAsync(admin, ("max.message.bytes", AlterConfigOpType.Set, "8000"), ("segment.bytes", AlterConfigOpType.Set, "4096"));
        await ProduceAsync(producer, 100);
        var refused = await Assert.ThrowsAsync<ProduceException<Null, byte[]>>(() => ProduceAsync(producer, 9000));

        Assert.Equal(ErrorCode.MsgSizeTooLarge, refused.Error.Code);
        Assert.Equal(segments + 1, Segments(broker));
    }

    [Fact]
    public async Task Those_of_the_broker_stay_as_they_were_given()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var admin = Admin(broker);

        var refused = await Assert.ThrowsAsync<IncrementalAlterConfigsException>(() => admin.IncrementalAlterConfigsAsync(new()
        {
            [new ConfigResource { Type = ResourceType.Broker, Name = "1" }] = [new ConfigEntry { Name = "num.partitions", Value = "3", IncrementalOperation = AlterConfigOpType.Set }],
        }));

        Assert.Equal(ErrorCode.InvalidConfig, refused.Results[0].Error.Code);
    }

    private static async Task<IAdminClient> AdminOfAsync(RunningBroker broker)
    {
        var admin = Admin(broker);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "a", NumPartitions = 1 }]);
        return admin;
    }

    private static IAdminClient Admin(RunningBroker broker) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Address }).Build();

    private static Task<List<IncrementalAlterConfigsResult>> ChangeAsync(IAdminClient admin, params (string Name, AlterConfigOpType Operation, string Value)[] changes) => admin.IncrementalAlterConfigsAsync(new()
    {
        [new ConfigResource { Type = ResourceType.Topic, Name = "a" }] = [.. changes.Select(change => new ConfigEntry { Name = change.Name, Value = change.Value, IncrementalOperation = change.Operation })],
    });

    private static Dictionary<ConfigResource, List<ConfigEntry>> Settings(params (string Name, string Value)[] settings) => new()
    {
        [new ConfigResource { Type = ResourceType.Topic, Name = "a" }] = [.. settings.Select(setting => new ConfigEntry { Name = setting.Name, Value = setting.Value })],
    };

    private static async Task<Dictionary<string, ConfigEntryResult>> DescribeAsync(IAdminClient admin) =>
        (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "a" }])).Single().Entries;

    private static Task<DeliveryResult<Null, byte[]>> ProduceAsync(IProducer<Null, byte[]> producer, int bytes) => producer.ProduceAsync("a", new Message<Null, byte[]> { Value = new byte[bytes] }, TestContext.Current.CancellationToken);

    private static int Segments(RunningBroker broker) => Directory.EnumerateFiles(Path.Combine(broker.Folder, "topics"), "*.log", SearchOption.AllDirectories).Count();
}
