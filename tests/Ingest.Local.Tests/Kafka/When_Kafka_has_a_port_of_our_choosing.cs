using Confluent.Kafka;
using Ingest.Local.Kafka;

namespace Ingest.Local.Tests.Kafka;

public sealed class When_Kafka_has_a_port_of_our_choosing
{
    [Fact]
    public async Task A_client_that_bootstraps_there_reaches_the_brokers()
    {
        using var kafka = new MockKafka(brokers: 2);
        await using var relay = new PortRelay(0, kafka.BootstrapServers.Split(',')[0]);
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = relay.Address }).Build();

        var stored = await producer.ProduceAsync("topic", new() { Value = "value" }, TestContext.Current.CancellationToken);

        Assert.Equal(PersistenceStatus.Persisted, stored.Status);
    }
}
