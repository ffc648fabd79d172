using System.Net;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisProxy.Tests.Streams;

public sealed class When_a_stream_is_missing(Kinesalite kinesalite)
{
    private const string Body = """{"Data":1,"PartitionKey":"k"}""";

    [Fact]
    public async Task It_is_created_once_and_all_first_requests_at_the_same_time_are_stored()
    {
        await using var proxy = await Proxy.StartAsync(
            await kinesalite.ServerAsync(), ("KinesisProxy:CreateMissingStreams", "true"), ("KinesisProxy:DefaultShardCount", "2"));
        await using var rival = await Proxy.StartAsync(
            await kinesalite.ServerAsync(), ("KinesisProxy:CreateMissingStreams", "true"), ("KinesisProxy:DefaultShardCount", "2"));
        var stream = $"stream-{Guid.NewGuid():N}";

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? proxy : rival).Client.PutAsync($"/streams/{stream}/record", Body)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(40, (await kinesalite.ReadAsync(stream)).Count);
        using var kinesis = await kinesalite.ClientAsync();
        Assert.Equal(2, (await kinesis.DescribeStreamSummaryAsync(new() { StreamName = stream }, TestContext.Current.CancellationToken)).StreamDescriptionSummary!.OpenShardCount);
    }

    [Fact]
    public async Task That_does_not_become_active_in_time_the_caller_is_told_to_come_back()
    {
        await using var kinesis = await KinesisStub.StartAsync((request, context) => request.Operation switch
        {
            "CreateStream" => KinesisStub.AnswerAsync(context, 200, ""),
            "DescribeStreamSummary" => KinesisStub.AnswerAsync(context, 200, """{"StreamDescriptionSummary":{"StreamStatus":"CREATING"}}"""),
            _ => KinesisStub.AnswerAsync(context, 400, """{"__type":"ResourceNotFoundException","message":"Stream s not found."}"""),
        });
        await using var proxy = await Proxy.StartAsync(
            kinesis, ("KinesisProxy:CreateMissingStreams", "true"), ("KinesisProxy:PutTimeout", "00:00:00.300"), ("KinesisProxy:CreateStreamTimeout", "00:00:01"));

        var answer = await proxy.Client.PutAsync("/streams/s/record", Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("is being created and is not active yet", answer.Body.Text("message"), StringComparison.Ordinal);
        Assert.DoesNotContain("may be stored", answer.Body.Text("message"), StringComparison.Ordinal);
        Assert.Single(kinesis.Requests, request => request.Operation == "CreateStream");
    }

    [Fact]
    public async Task That_may_not_be_created_the_reason_is_told()
    {
        await using var kinesis = await KinesisStub.StartAsync((request, context) => KinesisStub.AnswerAsync(context, 400, request.Operation == "CreateStream"
            ? """{"__type":"InvalidArgumentException","message":"Too many shards."}"""
            : """{"__type":"ResourceNotFoundException","message":"Stream s not found."}"""));
        await using var proxy = await Proxy.StartAsync(kinesis, ("KinesisProxy:CreateMissingStreams", "true"));

        var answer = await proxy.Client.PutAsync("/streams/s/record", Body);

        Assert.Equal((HttpStatusCode.BadRequest, "Stream s: Too many shards."), (answer.Status, answer.Body.Text("message")));
    }
}
