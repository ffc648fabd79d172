using Ingest.Testing;
using Ingest.Testing.Kinesis;

namespace Ingest.Api.Tests.Records;

/// <summary>The real proxies, before a Kinesis that a stub stands in for and a Kafka that is not there.</summary>
public sealed class When_what_is_behind_a_proxy_fails
{
    /// <summary>The proxy says so in words only; this holds the gateway to understanding them.</summary>
    [Theory]
    [InlineData(0, "", "unknown")]
    [InlineData(400, """{"__type":"ResourceNotFoundException","message":"no such stream"}""", "failed")]
    [InlineData(400, """{"__type":"UnrecognizedClientException","message":"who are you"}""", "failed")]
    public async Task A_record_of_which_Kinesis_answer_was_lost_is_unknown_and_a_refused_one_failed(int status, string answer, string state)
    {
        await using var kinesis = await KinesisStub.StartAsync((_, context) =>
        {
            if (status > 0)
            {
                return KinesisStub.AnswerAsync(context, status, answer);
            }

            context.Abort();
            return Task.CompletedTask;
        });
        await using var proxy = await RunningService.StartAsync(
            KinesisProxy.Program.Build,
            ("Kinesis:ServiceUrl", kinesis.ServiceUrl.ToString()), ("Kinesis:Region", "eu-west-1"), ("Kinesis:AccessKeyId", "test"), ("Kinesis:SecretAccessKey", "test"),
            ("KinesisProxy:PutTimeout", status > 0 ? "00:00:10" : "00:00:00.500"));
        await using var gateway = await RunningGateway.StartAsync(
            ("KinesisProxyUrl", proxy.Url.ToString()), ("Routing:Sources:pin:Destinations:0", "stream"), ("Routing:Sources:pin:Stream", "s"));

        var reply = await gateway.Client.PostRecordsAsync("""{"n":0}""");

        Assert.Equal(503, reply.Status);
        Assert.Equal([state], reply.States);
        Assert.True(reply.Record(0).GetProperty("stream").GetProperty("retry").GetBoolean());
    }

    [Fact]
    public async Task A_record_of_which_Kafkas_answer_did_not_come_is_unknown_for_it_is_stored()
    {
        await using var ends = await BackEnds.StartAsync();
        await using var proxy = await RunningService.StartAsync(
            KafkaProxy.Program.Build, [.. ends.ForKafkaProxy, ("KafkaRest:ProduceDeadline", "00:00:01")]);
        await using var gateway = await RunningGateway.StartAsync(
            ("KafkaProxyUrl", proxy.Url.ToString()), ("Routing:Sources:pin:Destinations:0", "batch"), ("Routing:Sources:pin:Topic", "t"));
        Assert.Equal(200, (await gateway.Client.PostRecordsAsync("""{"n":0}""")).Status);

        ends.Kafka.AnswerAfter(TimeSpan.FromSeconds(5));
        var reply = await gateway.Client.PostRecordsAsync("""{"n":1}""");
        ends.Kafka.AnswerAfter(TimeSpan.Zero);

        Assert.Equal(503, reply.Status);
        Assert.Equal(["unknown 50003"], reply.At("batch"));
        Assert.Contains("""{"n":1}""", ends.InTopic("t").Select(stored => BackEnds.Text(stored.Message.Value)));
    }

    [Fact]
    public async Task A_record_that_no_broker_took_may_be_sent_again_and_one_that_is_too_large_for_it_may_not()
    {
        await using var ends = await BackEnds.StartAsync();
        await using var proxy = await RunningService.StartAsync(
            KafkaProxy.Program.Build, [.. ends.ForKafkaProxy, ("Kafka:Client:message_max_bytes", "2000")]);
        await using var gateway = await RunningGateway.StartAsync(
            ("KafkaProxyUrl", proxy.Url.ToString()), ("Routing:Sources:pin:Destinations:0", "batch"), ("Routing:Sources:pin:Topic", "t"));
        var large = $$"""{"pad":"{{new string('x', 3000)}}"}""";

        var reply = await gateway.Client.PostRecordsAsync($"[{{\"n\":0}},{large}]");
        Assert.Equal(207, reply.Status);
        Assert.Equal(["stored", "failed 50002"], reply.At("batch"));
        Assert.False(reply.Record(1).GetProperty("batch").GetProperty("retry").GetBoolean());
        Assert.Equal(422, (await gateway.Client.PostRecordsAsync(large)).Status);

        await using var lonely = await RunningService.StartAsync(
            KafkaProxy.Program.Build, ("Kafka:BootstrapServers", "127.0.0.1:1"), ("KafkaRest:ProduceDeadline", "00:00:01"));
        await using var before = await RunningGateway.StartAsync(
            ("KafkaProxyUrl", lonely.Url.ToString()), ("Routing:Sources:pin:Destinations:0", "batch"), ("Routing:Sources:pin:Topic", "t"));
        reply = await before.Client.PostRecordsAsync("""{"n":0}""");
        Assert.Equal(503, reply.Status);
        Assert.Equal(["failed 50003"], reply.At("batch"));
        Assert.True(reply.Record(0).GetProperty("batch").GetProperty("retry").GetBoolean());
    }
}
