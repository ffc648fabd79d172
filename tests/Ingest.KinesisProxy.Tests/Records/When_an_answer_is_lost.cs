using System.Net;
using System.Text;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisProxy.Tests.Records;

public sealed class When_an_answer_is_lost
{
    private const string Stored = """{"FailedRecordCount":0,"Records":[{"ShardId":"shardId-0","SequenceNumber":"1"}]}""";
    private const string Body = """{"Data":1,"PartitionKey":"k"}""";

    [Fact]
    public async Task The_record_is_sent_again()
    {
        var calls = 0;
        await using var kinesis = await KinesisStub.StartAsync((_, context) =>
        {
            if (Interlocked.Increment(ref calls) > 2)
            {
                return KinesisStub.AnswerAsync(context, 200, Stored);
            }

            context.Abort();
            return Task.CompletedTask;
        });
        await using var proxy = await Proxy.StartAsync(kinesis);

        var answer = await proxy.Client.PutAsync("/streams/s/record", Body);

        Assert.Equal((HttpStatusCode.OK, "1"), (answer.Status, answer.Body.Text("SequenceNumber")));
        Assert.Equal(3, calls);
    }

    [Theory]
    [InlineData("record", Body)]
    [InlineData("records", """{"records":[{"data":1,"partition-key":"k"}]}""")]
    public async Task Until_the_deadline_the_caller_is_told_that_it_may_be_stored(string route, string body)
    {
        await using var kinesis = await KinesisStub.StartAsync(async (_, context) =>
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        await using var proxy = await Proxy.StartAsync(kinesis, ("KinesisProxy:PutTimeout", "00:00:00.300"));

        using var response = await proxy.Client.PutAsync($"/streams/s/{route}", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("may be stored all the same", text, StringComparison.Ordinal);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_later_refusal_does_not_hide_it()
    {
        var calls = 0;
        await using var kinesis = await KinesisStub.StartAsync((_, context) => Interlocked.Increment(ref calls) == 1
            ? KinesisStub.AnswerAsync(context, 500, """{"__type":"InternalFailureException","message":"oops"}""")
            : KinesisStub.AnswerAsync(context, 400, """{"__type":"ResourceNotFoundException","message":"Stream s not found."}"""));
        await using var proxy = await Proxy.StartAsync(kinesis);

        var answer = await proxy.Client.PutAsync("/streams/s/record", Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("may be stored all the same", answer.Body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_said_without_that_doubt()
    {
        var gone = await KinesisStub.StartAsync(200, "{}");
        // Waits this long end the request at its deadline, not in the middle of a call.
        await using var proxy = await Proxy.StartAsync(
            gone, ("KinesisProxy:PutTimeout", "00:00:02"), ("KinesisProxy:RetryDelayBase", "00:01:00"), ("KinesisProxy:RetryDelayMax", "00:01:00"));
        await gone.DisposeAsync();

        var put = await proxy.Client.PutAsync("/streams/s/record", Body);
        var list = await proxy.Client.GetJsonAsync("/streams");
        var ready = await proxy.Client.GetAsync("/healthz/ready", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, put.Status);
        Assert.DoesNotContain("may be stored", put.Body.Text("message"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, list.Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task Refused_credentials_are_the_proxys_fault_and_not_the_callers()
    {
        await using var kinesis = await KinesisStub.StartAsync(400, """{"__type":"UnrecognizedClientException","message":"The security token is invalid."}""");
        await using var proxy = await Proxy.StartAsync(kinesis);

        var answer = await proxy.Client.PutAsync("/streams/s/record", Body);

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Equal("UnrecognizedClientException", answer.Body.Text("__type"));
    }

    [Fact]
    public async Task One_that_cannot_be_read_is_not_asked_for_again()
    {
        await using var kinesis = await KinesisStub.StartAsync(200, """{"Records":[{"Sequ""");
        await using var proxy = await Proxy.StartAsync(kinesis);

        var answer = await proxy.Client.PutAsync("/streams/s/record", Body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("may be stored all the same", answer.Body.Text("message"), StringComparison.Ordinal);
        Assert.Single(kinesis.Requests);
    }
}
