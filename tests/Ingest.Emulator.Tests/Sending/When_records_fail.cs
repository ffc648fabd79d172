using System.Net;
using System.Net.Sockets;

namespace Ingest.Emulator.Tests.Sending;

public sealed class When_records_fail
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failed_entry_inside_a_200_is_not_acknowledged()
    {
        await using var gateway = await StubGateway.StartAsync();
        gateway.Instead = (request, _) => Task.FromResult(request.Path switch
        {
            "/topics/demo.pin" => """{"offsets":[{"partition":0,"offset":7,"error_code":null,"error":null},{"partition":null,"offset":null,"error_code":50002,"error":"too large"}]}""",
            "/streams/streaming-demo-pin/records" => """{"FailedRecordCount":1,"Records":[{"ErrorCode":"InternalFailure","ErrorMessage":"oh"},{"SequenceNumber":"8","ShardId":"s"}]}""",
            _ => null,
        });

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 2, Batch = 2, AckLog = null });

        Assert.False(report.Succeeded);
        Assert.Equal((2, 1, 1, 0), Count(report, EmulatorPath.Batch, EmulatorSource.Pin));
        Assert.Equal((2, 1, 1, 0), Count(report, EmulatorPath.Stream, EmulatorSource.Pin));
        Assert.Equal((2, 2, 0, 0), Count(report, EmulatorPath.Batch, EmulatorSource.Geo));
        Assert.Contains(report.Failures, failure => failure is { Path: EmulatorPath.Batch, Index: 2863, Reason: "50002 too large", Unknown: false });
        Assert.Contains(report.Failures, failure => failure is { Path: EmulatorPath.Stream, Index: 7528, Reason: "InternalFailure oh" });
    }

    [Theory]
    [InlineData(200, "{}", true, "HTTP 200 {}")]
    [InlineData(200, "<html>", true, "HTTP 200 <html>")]
    [InlineData(200, "{\"offsets\":[]}", true, "the answer has 0 entries for 1 records")]
    [InlineData(200, "{\"offsets\":[{\"partition\":0,\"offset\":1},{\"partition\":0,\"offset\":2}]}", true, "the answer has 2 entries for 1 records")]
    [InlineData(200, "{\"offsets\":[{\"partition\":0,\"offset\":null}]}", true, "an entry without partition and offset")]
    [InlineData(200, "{\"offsets\":[7]}", true, "an entry that cannot be read")]
    [InlineData(503, "{\"error_code\":503,\"message\":\"down\"}", true, "HTTP 503")]
    [InlineData(422, "{\"error_code\":422,\"message\":\"bad\"}", false, "HTTP 422")]
    [InlineData(503, "{\"offsets\":[{\"partition\":null,\"offset\":null,\"error_code\":50003,\"error\":\"later\"}]}", false, "50003 later")]
    [InlineData(200, "{\"offsets\":[{\"error_code\":50003,\"error\":\"An answer was lost: the record may be stored all the same.\"}]}", true, "50003 An answer")]
    public async Task An_answer_that_does_not_say_stored_is_a_failure(int status, string answer, bool unknown, string reason)
    {
        await using var gateway = await StubGateway.StartAsync();
        gateway.Instead = (request, response) =>
        {
            response.StatusCode = request.Path == "/topics/demo.pin" ? status : 200;
            return Task.FromResult(request.Path == "/topics/demo.pin" ? answer : null);
        };

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 1 });

        var failure = Assert.Single(report.Failures);
        Assert.Equal(unknown, failure.Unknown);
        Assert.StartsWith(reason, failure.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1, unknown ? 1 : 0), Count(report, EmulatorPath.Batch, EmulatorSource.Pin));
    }

    [Fact]
    public async Task Only_what_surely_was_not_stored_is_sent_again()
    {
        await using var gateway = await StubGateway.StartAsync();
        var attempts = 0;
        gateway.Instead = (request, _) => Task.FromResult(request.Path switch
        {
            "/topics/demo.pin" when Interlocked.Increment(ref attempts) == 1 =>
                """{"offsets":[{"partition":0,"offset":1},{"error_code":50003,"error":"later"},{"error_code":50002,"error":"never"}]}""",
            "/topics/demo.pin" => """{"offsets":[{"partition":0,"offset":2}]}""",
            "/streams/streaming-demo-geo/records" =>
                """{"Records":[{"SequenceNumber":"1","ShardId":"s"},{"SequenceNumber":"2","ShardId":"s"},{"ErrorCode":"InternalFailure","ErrorMessage":"the record may be stored all the same"}]}""",
            _ => null,
        });

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 3, Batch = 3, Retries = 2, RetryDelay = TimeSpan.FromMilliseconds(1) });

        Assert.Equal((3, 2, 1, 0), Count(report, EmulatorPath.Batch, EmulatorSource.Pin));
        Assert.Equal((3, 2, 1, 1), Count(report, EmulatorPath.Stream, EmulatorSource.Geo));
        Assert.Equal(1, report.Retries);
        var again = gateway.Requests.Last(request => request.Path == "/topics/demo.pin");
        Assert.Equal(2863, again.Body.GetProperty("records")[0].GetProperty("value").GetProperty("index").GetInt32());
        Assert.Equal(1, again.Records);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task Throttled_records_are_sent_as_often_as_allowed_and_then_counted_once(int retries, int requests)
    {
        await using var gateway = await StubGateway.StartAsync();
        gateway.Instead = (request, response) =>
        {
            response.StatusCode = request.Path == "/streams/streaming-demo-user/record" ? 429 : 200;
            return Task.FromResult(response.StatusCode == 429 ? """{"__type":"ProvisionedThroughputExceededException","message":"slow down"}""" : null);
        };

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 1, Retries = retries, RetryDelay = TimeSpan.FromMilliseconds(1) });

        Assert.Equal((1, 0, 1, 0), Count(report, EmulatorPath.Stream, EmulatorSource.User));
        Assert.Equal(requests, gateway.Requests.Count(request => request.Path == "/streams/streaming-demo-user/record"));
    }

    [Fact]
    public async Task A_late_answer_leaves_the_outcome_unknown_and_is_not_sent_again()
    {
        await using var gateway = await StubGateway.StartAsync();
        using var release = new SemaphoreSlim(0);
        gateway.Instead = async (request, _) =>
        {
            await (request.Path == "/topics/demo.pin" ? release.WaitAsync(Token) : Task.CompletedTask);
            return null;
        };

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 1, Retries = 3, RequestTimeout = TimeSpan.FromSeconds(1.5) });
        release.Release();

        Assert.Equal((1, 0, 1, 1), Count(report, EmulatorPath.Batch, EmulatorSource.Pin));
        Assert.Equal("no answer within 1.5 s", Assert.Single(report.Failures).Reason);
        Assert.Single(gateway.Requests, request => request.Path == "/topics/demo.pin");
    }

    [Fact]
    public async Task A_run_against_a_dead_gateway_ends_by_itself()
    {
        var report = await RunAsync(new EmulatorOptions { Url = DeadUrl(), ConsecutiveFailuresMax = 30, FailuresKept = 5 });

        Assert.Equal(EmulatorEnd.TooManyFailures, report.End);
        Assert.Equal(5, report.Failures.Count);
        Assert.InRange(report.Failed, 30, 30 + (8 * 6));
        Assert.All(report.Counts, count => Assert.Equal((count.Sent, 0), (count.Failed, count.Unknown)));
    }

    [Fact]
    public async Task A_dead_gateway_does_not_end_a_run_that_was_told_to_go_on()
    {
        var report = await RunAsync(new EmulatorOptions { Url = DeadUrl(), Events = 40, ConsecutiveFailuresMax = 0 });

        Assert.Equal(EmulatorEnd.Completed, report.End);
        Assert.Equal(240, report.Failed);
    }

    [Fact]
    public async Task An_acknowledgement_log_that_cannot_be_made_is_an_error()
    {
        await Assert.ThrowsAnyAsync<IOException>(() => RunAsync(new EmulatorOptions { Url = DeadUrl(), AckLog = "/does/not/exist/log" }));
    }

    private static Uri DeadUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }

    private static (long Sent, long Acknowledged, long Failed, long Unknown) Count(EmulatorReport report, EmulatorPath path, EmulatorSource source)
    {
        var count = report.Counts.Single(count => count.Path == path && count.Source == source);
        return (count.Sent, count.Acknowledged, count.Failed, count.Unknown);
    }

    private static async Task<EmulatorReport> RunAsync(EmulatorOptions options)
    {
        using var http = new HttpClient();
        return await new EventEmulator(http, TimeProvider.System).RunAsync(options, cancellationToken: Token);
    }
}
