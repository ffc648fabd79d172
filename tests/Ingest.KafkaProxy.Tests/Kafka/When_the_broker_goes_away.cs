using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.Kafka;

public sealed class When_the_broker_goes_away
{
    [Fact]
    public async Task The_proxy_is_not_ready_until_it_is_back()
    {
        await using var proxy = await RunningProxy.StartAsync(("KafkaRest:MetadataTimeout", "00:00:00.300"), ("KafkaRest:ReadinessCacheAge", "00:00:00"));
        Assert.Equal(200, (await proxy.GetAsync("/healthz/ready")).Status);

        proxy.Kafka.TakeDown();
        Assert.Equal(503, (await proxy.GetAsync("/healthz/ready")).Status);
        Assert.Equal(200, (await proxy.GetAsync("/healthz/live")).Status);
        (await proxy.GetAsync("/topics")).IsError(503, 50302);

        Assert.Contains("kafka_proxy_client_errors_total{", (await proxy.GetAsync("/metrics")).Body, StringComparison.Ordinal);

        proxy.Kafka.BringUp();
        await Eventually.BecomesAsync(async () => (await proxy.GetAsync("/healthz/ready")).Status, status => status == 200, "ready again");
    }
}
