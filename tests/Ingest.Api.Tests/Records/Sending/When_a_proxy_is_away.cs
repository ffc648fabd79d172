using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Api.Tests.Records.Sending;

public sealed class When_a_proxy_is_away
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_outcome_says_so_and_the_others_is_still_true()
    {
        await using var gateway = await RunningGateway.StartAsync([.. Routing.Both, ("Records:RetriesMax", "0")]);
        ProxyStubs.On(gateway);
        await gateway.Kinesis.DisposeAsync();

        var reply = await gateway.Client.PostRecordsAsync("""{"n":0}""");

        Assert.Equal((207, null), (reply.Status, reply.RetryAfter));
        Assert.Equal(["partial"], reply.States);
        Assert.Equal(["failed Unreachable"], reply.At("stream"));
        Assert.Equal(["stored"], reply.At("batch"));

        await gateway.Kafka.DisposeAsync();
        reply = await Eventually.BecomesAsync(
            () => gateway.Client.PostRecordsAsync("""{"n":1}"""), answer => answer.At("batch")[0] == "failed Unreachable", "the Kafka stub away");
        Assert.Equal((503, TimeSpan.FromSeconds(1)), (reply.Status, reply.RetryAfter));
        Assert.Equal(["failed"], reply.States);
    }

    [Fact]
    public async Task A_call_of_which_nothing_was_sent_is_tried_until_it_is_back()
    {
        await using var gateway = await RunningGateway.StartAsync([.. Routing.Both, ("Records:RetriesMax", "10"), ("Records:RetryDelay", "00:00:00.200")]);
        ProxyStubs.On(gateway);
        var url = gateway.Kafka.Url;
        await gateway.Kafka.DisposeAsync();

        var posted = gateway.Client.PostRecordsAsync("""{"n":0}""");
        await Eventually.IsTrueAsync(
            async () => (await gateway.Client.GetStringAsync("/metrics", Token)).Contains("ingest_api_records_call_retries_total", StringComparison.Ordinal), "a retry");
        await using var back = await StubProxy.StartAsync(url);
        back.Answer = ProxyStubs.Say(200, """{"offsets":[{"partition":0,"offset":41,"error_code":null,"error":null}]}""");

        Assert.Equal(41, (await posted).Record(0).GetProperty("batch").GetProperty("offset").GetInt32());
        Assert.Single(back.Requests);
    }

    [Fact]
    public async Task Its_breaker_opens_alone_keeps_calls_away_and_closes_when_it_is_well()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await RunningGateway.StartAsync(time, [.. Routing.Both, ("Records:BreakerTriesMin", "2"), ("Records:BreakerDuration", "00:00:05")]);
        var stubs = ProxyStubs.On(gateway);
        gateway.Kinesis.Answer = ProxyStubs.Say(500, """{"__type":"InternalFailure","message":"broken"}""");

        Assert.Equal(["unknown InternalFailure"], (await gateway.Client.PostRecordsAsync("""{"n":0}""")).At("stream"));
        Assert.Equal(["unknown InternalFailure"], (await gateway.Client.PostRecordsAsync("""{"n":1}""")).At("stream"));
        var open = await gateway.Client.PostRecordsAsync("""{"n":2}""");

        Assert.Equal(["failed BreakerOpen"], open.At("stream"));
        Assert.True(open.Record(0).GetProperty("stream").GetProperty("retry").GetBoolean());
        Assert.Equal(["stored"], open.At("batch"));
        Assert.Equal(2, gateway.Kinesis.Requests.Count);
        Assert.Contains("ingest_api_records_breaker_opened_total", await gateway.Client.GetStringAsync("/metrics", Token), StringComparison.Ordinal);

        // The one that is tried when the time is over decides: still broken, then well.
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["unknown InternalFailure"], (await gateway.Client.PostRecordsAsync("""{"n":3}""")).At("stream"));
        Assert.Equal(["failed BreakerOpen"], (await gateway.Client.PostRecordsAsync("""{"n":4}""")).At("stream"));
        stubs.AnswerWell();
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["stored"], (await gateway.Client.PostRecordsAsync("""{"n":5}""")).At("stream"));
        Assert.Equal(["stored"], (await gateway.Client.PostRecordsAsync("""{"n":6}""")).At("stream"));
    }
}
