using System.Net;
using System.Text;
using Ingest.KinesisProxy.Limits;
using Ingest.Testing;
using Ingest.Testing.Kinesis;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.KinesisProxy.Tests.Limits;

public sealed class When_the_proxy_is_full
{
    private const string Stored = """{"FailedRecordCount":0,"Records":[{"ShardId":"shardId-0","SequenceNumber":"1"}]}""";

    [Fact]
    public async Task The_next_request_is_told_to_come_back_and_room_is_given_back_afterwards()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var kinesis = await KinesisStub.StartAsync(async (_, context) =>
        {
            await held.Task;
            await KinesisStub.AnswerAsync(context, 200, Stored);
        });
        await using var proxy = await Proxy.StartAsync(kinesis, ("KinesisProxy:RequestBytesMax", "8000000"), ("KinesisProxy:RecordBytesMax", "8000000"), ("KinesisProxy:InFlightBytesMax", "16777216"));
        var inFlight = proxy.Services.GetRequiredService<InFlightBytes>();

        var first = proxy.Client.PutAsync("/streams/s/record", BodyOf(8_000_000));
        await Eventually.IsTrueAsync(() => Task.FromResult(inFlight.Held > 8_000_000), "the first is being served");
        var second = proxy.Client.PutAsync("/streams/s/record", BodyOf(8_000_000));
        await Eventually.IsTrueAsync(() => Task.FromResult(inFlight.Held > 16_000_000), "the second is being served");
        using var third = await proxy.Client.PutAsync(
            "/streams/s/record", new StringContent(BodyOf(1_000_000), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        held.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), ((await first).Status, (await second).Status));
        await Eventually.IsTrueAsync(() => Task.FromResult(inFlight.Held == 0), "all room is given back");
        Assert.Equal(HttpStatusCode.OK, (await proxy.Client.PutAsync("/streams/s/record", BodyOf(15_000))).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_413(bool chunked)
    {
        await using var kinesis = await KinesisStub.StartAsync(200, Stored);
        await using var proxy = await Proxy.StartAsync(kinesis, ("KinesisProxy:RequestBytesMax", "20000"));
        using var request = new HttpRequestMessage(HttpMethod.Put, "/streams/s/record");
        request.Content = new StringContent(BodyOf(20_001), Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("20000 bytes", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(kinesis.Requests);
        await Eventually.IsTrueAsync(() => Task.FromResult(proxy.Services.GetRequiredService<InFlightBytes>().Held == 0), "all room is given back");
    }

    [Fact]
    public async Task More_records_than_the_limit_are_413_and_none_is_sent()
    {
        await using var kinesis = await KinesisStub.StartAsync(200, Stored);
        await using var proxy = await Proxy.StartAsync(kinesis, ("KinesisProxy:RequestRecordsMax", "2"));

        var answer = await proxy.Client.PutAsync(
            "/streams/s/records", """{"records":[{"data":1,"partition-key":"k"},{"data":2,"partition-key":"k"},{"data":3,"partition-key":"k"}]}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Empty(kinesis.Requests);
    }

    private static string BodyOf(int bytes)
    {
        const string Around = """{"PartitionKey":"k","Data":""}""";
        return Around.Insert(Around.Length - 2, new string('x', bytes - Around.Length));
    }
}
