using Ingest.KafkaProxy.Limits;
using Ingest.Local.Kafka;
using Ingest.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.KafkaProxy.Tests.Kafka;

public sealed class When_the_proxy_stops
{
    [Fact]
    public async Task A_request_that_was_let_in_gets_its_outcome()
    {
        using var kafka = new MockKafka();
        kafka.CreateTopic("t", 1);
        kafka.AnswerAfter(TimeSpan.FromMilliseconds(300));
        WebApplication? app = null;
        await using var service = await RunningService.StartAsync(
            (args, configuration) => app = Program.Build(args, configuration), ("Kafka:BootstrapServers", kafka.BootstrapServers));
        using var body = new StringContent("""{"records":[{"value":1}]}""", null, "application/json");

        var request = service.Client.PostAsync("/topics/t", body, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => Task.FromResult(service.Services.GetRequiredService<InFlightBytes>().Current > 512), "the request is under way");
        await app!.StopAsync(TestContext.Current.CancellationToken);

        using var response = await request;
        (await Answer.ReadAsync(response)).HasCodes(0);
    }
}
