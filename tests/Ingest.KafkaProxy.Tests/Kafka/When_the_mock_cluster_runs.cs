using Confluent.Kafka;
using Ingest.Local.Kafka;

namespace Ingest.KafkaProxy.Tests.Kafka;

public sealed class When_the_mock_cluster_runs
{
    [Fact]
    public async Task A_record_comes_back_from_a_topic_made_with_three_partitions()
    {
        using var kafka = new MockKafka();
        kafka.CreateTopic("t", 3);
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();

        var stored = await producer.ProduceAsync(new TopicPartition("t", 2), new() { Value = "v" }, TestContext.Current.CancellationToken);

        Assert.Equal(0, stored.Offset.Value);
        Assert.Equal(2, stored.Partition.Value);
    }
}
