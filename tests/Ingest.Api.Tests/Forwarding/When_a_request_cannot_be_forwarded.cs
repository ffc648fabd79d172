using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.CompilerServices;
using Ingest.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.Api.Tests.Forwarding;

public sealed class When_a_request_cannot_be_forwarded
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/topics/t", """{"error_code":503,""")]
    [InlineData("/streams/s/record", """{"__type":"ServiceUnavailableException",""")]
    public async Task A_proxy_that_is_away_is_a_503_with_Retry_After_until_it_is_back(string path, string shape)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var (kafka, kinesis) = (gateway.Kafka.Url, gateway.Kinesis.Url);
        await gateway.Kafka.DisposeAsync();
        await gateway.Kinesis.DisposeAsync();

        using var refused = await gateway.Client.PostAsync(path, new StringContent("{}"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.StartsWith(shape, await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("ingest_api_forward_failures", await gateway.Client.GetStringAsync("/metrics", Token), StringComparison.Ordinal);

        await using var back = await StubProxy.StartAsync(path.StartsWith("/topics", StringComparison.Ordinal) ? kafka : kinesis);
        using var taken = await gateway.Client.PostAsync(path, new StringContent("{}"), Token);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task A_proxy_that_breaks_off_is_a_502_that_leaves_the_outcome_open()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Kafka.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        using var answer = await gateway.Client.PostAsync("/topics/t", new StringContent("{}"), Token);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("may have been carried out", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_does_not_look_whole()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Kafka.Answer = async context =>
        {
            await context.Response.Body.WriteAsync("half"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.Client.GetStringAsync("/topics", Token));
    }

    [Fact]
    public async Task A_proxy_that_does_not_answer_is_a_504()
    {
        await using var gateway = await RunningGateway.StartAsync(("ActivityTimeout", "00:00:00.200"));
        gateway.Kinesis.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        using var answer = await gateway.Client.PutAsync("/streams/s/record", new StringContent("{}"), Token);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.StartsWith("""{"__type":""", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/topics/t", false, """{"error_code":413,""")]
    [InlineData("/topics/t", true, """{"error_code":413,""")]
    [InlineData("/streams/s/records", true, """{"__type":"RequestEntityTooLargeException",""")]
    public async Task A_body_over_the_limit_is_a_413(string path, bool chunked, string shape)
    {
        await using var gateway = await RunningGateway.StartAsync(("RequestBytesMax", "2000"));
        gateway.Kafka.Answer = gateway.Kinesis.Answer = context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[100_000]) };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await gateway.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.StartsWith(shape, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await gateway.Client.PostAsync(path, new ByteArrayContent(new byte[2000]), Token)).StatusCode);
    }

    /// <summary>The server's own default is 30 MB.</summary>
    [Fact]
    public async Task A_body_below_the_limit_passes_whatever_the_servers_default_is()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Kafka.Answer = async context =>
        {
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        };
        using var answer = await gateway.Client.PostAsync("/topics/t", new ByteArrayContent(new byte[32 << 20]), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task More_requests_than_may_be_under_way_are_a_503_and_the_place_is_given_back()
    {
        await using var gateway = await RunningGateway.StartAsync(("RequestsInFlightMax", "1"));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Kafka.Answer = _ => release.Task;
        var first = gateway.Client.GetAsync("/topics", Token);
        await Eventually.IsTrueAsync(() => Task.FromResult(!gateway.Kafka.Requests.IsEmpty), "the first request at the proxy");

        using var second = await gateway.Client.GetAsync("/topics", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);

        release.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);

        // The client may see the end of the answer just before the gateway has given the place back.
        await Eventually.BecomesAsync(
            async () => (await gateway.Client.GetAsync("/topics", Token)).StatusCode, status => status == HttpStatusCode.OK, "a place for the next request");
    }

    [Theory]
    [InlineData("/nothing/here")]
    [InlineData("/")]
    [InlineData("/analytics/results")]
    public async Task A_path_that_leads_nowhere_is_a_404_that_lists_what_is_there(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.Client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            """{"error_code":404,"message":"Nothing is at this path.","routes":["/topics","/consumers","/brokers","/v3","/streams","/records/{source}","/swagger","/healthz/live","/healthz/ready","/metrics"]}""",
            await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_proxy_that_refuses_before_the_whole_body_has_come_is_no_outage()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Kafka.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return context.Response.WriteAsync("too much");
        };
        using var body = new StreamContent(new MemoryStream(new byte[16 << 20]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/topics/t") { Content = body };
        request.Headers.TransferEncodingChunked = true;

        var failures = new StrongBox<long>();
        using var listener = CountFailures(gateway, failures);

        using var answer = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("too much", await answer.Content.ReadAsStringAsync(Token));
        await gateway.Service.DisposeAsync(); // by then every request has been dealt with
        Assert.Equal(0, Interlocked.Read(ref failures.Value));
    }

    [Fact]
    public async Task An_outage_is_counted_per_request()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.Kafka.DisposeAsync();
        var failures = new StrongBox<long>();
        using var listener = CountFailures(gateway, failures);

        for (var i = 0; i < 3; i++)
        {
            using var answer = await gateway.Client.GetAsync("/topics", Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        }

        Assert.Equal(3, Interlocked.Read(ref failures.Value));
    }

    /// <summary>Of this gateway only: others run beside it in the same process.</summary>
    private static MeterListener CountFailures(RunningGateway gateway, StrongBox<long> failures)
    {
        var own = gateway.Service.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "ingest.api.forward.failures" && instrument.Meter.Scope == own)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, measured, _, _) => Interlocked.Add(ref failures.Value, measured));
        listener.Start();
        return listener;
    }
}
