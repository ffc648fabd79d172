using Ingest.Testing;

namespace Ingest.SchemaRegistry.Tests.Storage;

public sealed class When_Kafka_is_away
{
    /// <summary>Each waits for its own time, none for the others' before it: they would take 20 s one after the other.</summary>
    [Fact]
    public async Task Changes_are_refused_within_their_time_however_many_wait()
    {
        await using var registry = await RunningService.StartAsync(
            Program.Build, ("Kafka:BootstrapServers", "127.0.0.1:1"), ("SchemaRegistry:WriteTimeout", "00:00:01"), ("Logs:MinimumLevel", "Fatal"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => RunningRegistry.SendAsync(registry, HttpMethod.Post, $"/subjects/s{i}/versions", RunningRegistry.Body("\"string\"")))).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.All(answers, answer => answer.IsError(500, 50004, "not decided yet"));
        Assert.Equal(503, (int)(await registry.Client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken)).StatusCode);
    }
}
