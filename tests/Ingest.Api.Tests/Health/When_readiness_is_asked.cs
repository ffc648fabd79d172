using System.Net;
using Microsoft.AspNetCore.Http;

namespace Ingest.Api.Tests.Health;

public sealed class When_readiness_is_asked
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_ready_when_both_proxies_are()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.Client.GetAsync("/healthz/ready", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/healthz/ready", Assert.Single(gateway.Kafka.Requests).Target);
        Assert.Equal("/healthz/ready", Assert.Single(gateway.Kinesis.Requests).Target);
    }

    [Fact]
    public async Task A_proxy_that_is_not_ready_is_named_with_its_status()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Kinesis.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };
        using var answer = await gateway.Client.GetAsync("/healthz/ready", Token);
        var body = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("""kinesis-proxy":{"status":"Unhealthy""", body, StringComparison.Ordinal);
        Assert.Contains("/healthz/ready answers 503.", body, StringComparison.Ordinal);
        Assert.Contains("""kafka-proxy":{"status":"Healthy""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_away_or_silent_does_not_hold_the_answer_up()
    {
        await using var gateway = await RunningGateway.StartAsync(("ReadyTimeout", "00:00:00.100"));
        await gateway.Kafka.DisposeAsync();
        gateway.Kinesis.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        using var answer = await gateway.Client.GetAsync("/healthz/ready", Token);
        var body = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("cannot be asked", body, StringComparison.Ordinal);
        Assert.Contains("did not answer in time", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.GetAsync("/healthz/live", Token)).StatusCode);
    }
}
