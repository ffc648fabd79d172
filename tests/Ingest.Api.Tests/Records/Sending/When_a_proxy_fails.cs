using System.Text.Json;
using Ingest.Api.Records.Reading;
using Ingest.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Api.Tests.Records.Sending;

public sealed class When_a_proxy_fails
{
    private const string Two = """[{"n":0},{"n":1}]""";

    [Fact]
    public async Task An_answer_that_was_lost_leaves_the_outcome_open_and_is_not_asked_for_twice()
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        ProxyStubs.On(gateway);
        gateway.Kafka.Answer = ProxyStubs.BreakOffAsync;

        var reply = await gateway.Client.PostRecordsAsync(Two);

        Assert.Equal(207, reply.Status);
        Assert.Equal(["partial", "partial"], reply.States);
        Assert.Equal(["unknown AnswerLost", "unknown AnswerLost"], reply.At("batch"));
        Assert.Equal(["stored", "stored"], reply.At("stream"));
        Assert.True(reply.Record(0).GetProperty("batch").GetProperty("retry").GetBoolean());
        Assert.Contains("may be stored", reply.Record(0).GetProperty("batch").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Single(gateway.Kafka.Requests);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_or_does_not_come_whole_in_time_is_lost_too()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await RunningGateway.StartAsync(time, Routing.Both);
        var (silent, brokenOff) = (new TaskCompletionSource(), new TaskCompletionSource());
        gateway.Kafka.Answer = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("""{"offsets":[{"partition":0,""");
            await context.Response.Body.FlushAsync();
            context.Abort();
            brokenOff.TrySetResult();
        };
        gateway.Kinesis.Answer = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.Body.FlushAsync(); // its headers come, the rest does not
            silent.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var posted = gateway.Client.PostRecordsAsync(Two);
        await Task.WhenAll(silent.Task, brokenOff.Task);
        time.Advance(TimeSpan.FromSeconds(17.9));
        Assert.False(posted.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2)); // Records:TryTimeout is 18 s
        var reply = await posted;

        Assert.Equal((503, TimeSpan.FromSeconds(1)), (reply.Status, reply.RetryAfter));
        Assert.Equal(["unknown", "unknown"], reply.States);
        Assert.Equal(["unknown AnswerLost", "unknown AnswerLost"], reply.At("batch"));
        Assert.Equal(["unknown AnswerLost", "unknown AnswerLost"], reply.At("stream"));
        Assert.Single(gateway.Kafka.Requests);
        Assert.Single(gateway.Kinesis.Requests);
    }

    /// <summary>Where one record of many failed, the others are what they are.</summary>
    [Fact]
    public async Task Each_record_has_the_outcome_that_its_own_entry_says()
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        gateway.Kafka.Answer = ProxyStubs.Say(200, """
            {"offsets":[{"partition":3,"offset":7,"error_code":null,"error":null},{"partition":null,"offset":null,"error_code":50003,"error":"no leader"},
            {"partition":null,"offset":null,"error_code":50002,"error":"too large"},{"partition":null,"offset":null,"error_code":40301,"error":"not allowed"},{}]}
            """);
        gateway.Kinesis.Answer = ProxyStubs.Say(200, """
            {"FailedRecordCount":4,"Records":[{"SequenceNumber":"5","ShardId":"s"},{"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"slow"},
            {"ErrorCode":"ValidationException","ErrorMessage":"bad"},{"ErrorCode":"InternalFailure","ErrorMessage":"An answer was lost: the record may be stored all the same."},{"SequenceNumber":1}]}
            """);

        var reply = await gateway.Client.PostRecordsAsync("""[{"n":0},{"n":1},{"n":2},{"n":3},{"n":4}]""");

        Assert.Equal(207, reply.Status);
        Assert.Equal(1, reply.Body.GetProperty("stored").GetInt32());
        Assert.Equal(["stored", "failed", "failed", "unknown", "unknown"], reply.States);
        Assert.Equal(["stored", "failed 50003", "failed 50002", "failed 40301", "unknown AnswerUnreadable"], reply.At("batch"));
        Assert.Equal(
            ["stored", "failed ProvisionedThroughputExceededException", "failed ValidationException", "unknown InternalFailure", "unknown AnswerUnreadable"], reply.At("stream"));
        Assert.Equal([true, false, true, true], Enumerable.Range(1, 4).Select(index => reply.Record(index).GetProperty("batch").GetProperty("retry").GetBoolean()));
        Assert.Equal([true, false, true, true], Enumerable.Range(1, 4).Select(index => reply.Record(index).GetProperty("stream").GetProperty("retry").GetBoolean()));
    }

    [Theory]
    [InlineData(200, "not json", "unknown AnswerUnreadable")]
    [InlineData(200, "null", "unknown AnswerUnreadable")]
    [InlineData(200, "[]", "unknown AnswerUnreadable")]
    [InlineData(200, """{"offsets":[{"partition":0,"offset":1}]}""", "unknown AnswerUnreadable")]
    [InlineData(200, """{"offsets":[1,"x"]}""", "unknown AnswerUnreadable")]
    [InlineData(200, """{"offsets":[{"partition":0.5,"offset":1},{"error_code":"1"}]}""", "unknown AnswerUnreadable")]
    [InlineData(200, """{"offsets":[{"partition":2147483648,"offset":1},{"partition":0,"offset":-1}]}""", "unknown AnswerUnreadable")]
    [InlineData(200, """{"\ud800sets":[{"partition":0,"offset":1},{"partition":0,"offset":1}]}""", "unknown AnswerUnreadable")]
    [InlineData(200, """{"offsets":[{"\ud800et":0,"partition":0},{"\ud800tition":0,"offset":1}]}""", "unknown AnswerUnreadable")]
    [InlineData(502, "<html>", "unknown 502")]
    [InlineData(500, """{"error_code":500,"message":"oh"}""", "unknown 500")]
    [InlineData(503, """{"error_code":50301,"message":"busy"}""", "failed 50301")]
    [InlineData(404, "<html>", "failed 404")]
    [InlineData(413, """{"error_code":413,"message":"too much"}""", "failed 413")]
    public async Task An_answer_without_outcomes_says_no_more_than_is_known(int status, string answer, string outcome)
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        ProxyStubs.On(gateway);
        gateway.Kafka.Answer = ProxyStubs.Say(status, answer);

        var reply = await gateway.Client.PostRecordsAsync(Two);

        Assert.Equal(207, reply.Status);
        Assert.Equal([outcome, outcome], reply.At("batch"));
        Assert.Equal(["stored", "stored"], reply.At("stream"));
    }

    [Theory]
    [InlineData(400, """{"__type":"ValidationException","message":"bad"}""", 422, false)]
    [InlineData(400, """{"__type":"ResourceNotFoundException","message":"no such stream"}""", 503, true)]
    [InlineData(503, """{"__type":"ServiceUnavailableException","message":"full; nothing of this request was sent"}""", 503, true)]
    [InlineData(429, """{"__type":"ProvisionedThroughputExceededException","message":"slow"}""", 503, true)]
    [InlineData(200, """{"__type":"ValidationException","message":"as the tutorial's API says it"}""", 422, false)]
    public async Task When_nothing_is_stored_the_status_says_whether_to_try_again(int status, string answer, int expected, bool retry)
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        gateway.Kafka.Answer = ProxyStubs.Say(413, """{"error_code":413,"message":"too much"}""");
        gateway.Kinesis.Answer = ProxyStubs.Say(status, answer);

        var reply = await gateway.Client.PostRecordsAsync(Two);

        Assert.Equal(expected, reply.Status);
        Assert.Equal(retry ? TimeSpan.FromSeconds(1) : null, reply.RetryAfter);
        Assert.Equal(["failed", "failed"], reply.States);
        Assert.Equal(retry, reply.Record(0).GetProperty("stream").GetProperty("retry").GetBoolean());
        Assert.False(reply.Record(0).GetProperty("batch").GetProperty("retry").GetBoolean());
    }

    [Fact]
    public async Task What_comes_behind_a_failed_call_is_not_sent_before_it()
    {
        await using var gateway = await RunningGateway.StartAsync([.. Routing.Both, ("Records:BatchCallRecordsMax", "2")]);
        var stubs = ProxyStubs.On(gateway);
        gateway.Kafka.Answer = context => gateway.Kafka.Requests.Count == 2
            ? ProxyStubs.Say(503, """{"error_code":50302,"message":"no broker"}""")(context)
            : stubs.TakeAsync(context);

        var reply = await gateway.Client.PostRecordsAsync("""[{"n":0},{"n":1},{"n":2},{"n":3},{"n":4},{"n":5}]""");

        Assert.Equal(["stored", "stored", "failed 50302", "failed 50302", "failed NotSent", "failed NotSent"], reply.At("batch"));
        Assert.Equal(2, gateway.Kafka.Requests.Count);
    }

    [Fact]
    public async Task The_deadline_ends_what_is_under_way_and_the_rest_is_not_sent()
    {
        var time = new FakeTimeProvider();
        await using var gateway = await RunningGateway.StartAsync(time, [.. Routing.Stream, ("Records:StreamCallRecordsMax", "1")]);
        var stubs = ProxyStubs.On(gateway);
        var silent = new TaskCompletionSource();
        gateway.Kinesis.Answer = async context =>
        {
            if (gateway.Kinesis.Requests.Count < 3)
            {
                time.Advance(TimeSpan.FromSeconds(12)); // within Records:TryTimeout each, Records:Deadline is 28 s
                await stubs.PutAsync(context);
                return;
            }

            silent.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var posted = gateway.Client.PostRecordsAsync("""[{"n":0},{"n":1},{"n":2},{"n":3}]""");
        await silent.Task;
        time.Advance(TimeSpan.FromSeconds(5));
        var reply = await posted;

        Assert.Equal(["stored", "stored", "unknown AnswerLost", "failed NotSent"], reply.At("stream"));
        Assert.Equal(3, gateway.Kinesis.Requests.Count);
    }

    [Fact]
    public async Task Bytes_over_the_limit_of_all_requests_are_a_503_and_are_given_back()
    {
        await using var gateway = await RunningGateway.StartAsync(
            [.. Routing.Both, ("Records:InFlightBytesMax", "1048576"), ("Records:RequestBytesMax", "340000")]);
        var stubs = ProxyStubs.On(gateway);
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        gateway.Kafka.Answer = async context =>
        {
            arrived.TrySetResult();
            await go.Task;
            await stubs.TakeAsync(context);
        };
        var large = JsonSerializer.Serialize(new { a = new string('x', 300_000) });

        var first = gateway.Client.PostRecordsAsync(large);
        await arrived.Task;
        var second = await gateway.Client.PostRecordsAsync(large);
        go.SetResult();

        Assert.Equal((503, TimeSpan.FromSeconds(1)), (second.Status, second.RetryAfter));
        Assert.Equal(200, (await first).Status);
        await Eventually.BecomesAsync(
            () => Task.FromResult(gateway.Service.Services.GetRequiredService<InFlightBytes>().Held), held => held == 0, "bytes held");
        Assert.Equal(200, (await gateway.Client.PostRecordsAsync(large)).Status);
    }
}
