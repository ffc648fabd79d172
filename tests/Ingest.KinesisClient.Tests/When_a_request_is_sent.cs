using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisClient.Tests;

public sealed class When_a_request_is_sent
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_signed_for_the_service_and_the_region()
    {
        await using var stub = await KinesisStub.StartAsync(200, """{"HasMoreStreams":false,"StreamNames":[]}""");
        using var kinesis = StubClient.For(stub);

        await kinesis.ListStreamsAsync(new(), Cancelled);

        var headers = Assert.Single(stub.Requests).Headers;
        Assert.Equal("Kinesis_20131202.ListStreams", headers["X-Amz-Target"]);
        Assert.Equal("application/x-amz-json-1.1", headers["Content-Type"]);
        Assert.Matches("^AWS4-HMAC-SHA256 Credential=access/[0-9]{8}/eu-west-1/kinesis/aws4_request, SignedHeaders=.*x-amz-target.*, Signature=[0-9a-f]{64}$", headers["Authorization"]);
        Assert.Matches("^[0-9]{8}T[0-9]{6}Z$", headers["X-Amz-Date"]);
        Assert.Contains("Kinesis", headers["User-Agent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_holds_what_was_set_and_nothing_else()
    {
        await using var stub = await KinesisStub.StartAsync(200, """{"FailedRecordCount":0,"Records":[],"ShardIterator":"i"}""");
        using var kinesis = StubClient.For(stub);
        var window = new MemoryStream(Encoding.UTF8.GetBytes("..data.."), 2, 4, writable: false, publiclyVisible: true);
        var hidden = new MemoryStream(Encoding.UTF8.GetBytes("data"));
        hidden.ReadByte();

        await kinesis.PutRecordsAsync(
            new() { StreamName = "s", Records = [new() { PartitionKey = "a", Data = window }, new() { PartitionKey = "b", Data = hidden, ExplicitHashKey = "7" }] }, Cancelled);
        await kinesis.GetShardIteratorAsync(
            new() { StreamName = "s", ShardId = "0", ShardIteratorType = ShardIteratorType.AT_TIMESTAMP, Timestamp = DateTime.UnixEpoch.AddMilliseconds(1_700_000_000_123) }, Cancelled);
        await kinesis.ListStreamsAsync(new(), Cancelled);

        Assert.Equal(
            ["""{"Records":[{"Data":"ZGF0YQ==","PartitionKey":"a"},{"Data":"ZGF0YQ==","PartitionKey":"b","ExplicitHashKey":"7"}],"StreamName":"s"}""",
            """{"StreamName":"s","ShardId":"0","ShardIteratorType":"AT_TIMESTAMP","Timestamp":1700000000.123}""",
            "{}"],
            stub.Requests.Select(request => request.Text));
    }

    [Fact]
    public async Task What_may_succeed_later_is_sent_again_with_the_same_body()
    {
        var answers = new Queue<(int, string)>([
            (400, """{"__type":"ProvisionedThroughputExceededException","message":"slow down"}"""),
            (500, """{"__type":"InternalFailureException"}"""),
            (200, """{"ShardId":"shardId-0","SequenceNumber":"1"}""")]);
        await using var stub = await KinesisStub.StartAsync((_, context) =>
        {
            var (status, json) = answers.Dequeue();
            return KinesisStub.AnswerAsync(context, status, json);
        });
        using var kinesis = StubClient.For(stub, retries: 2);

        var stored = await kinesis.PutRecordAsync(new() { StreamName = "s", PartitionKey = "k", Data = new MemoryStream([1, 2, 3]) }, Cancelled);

        Assert.Equal("1", stored.SequenceNumber);
        Assert.Equal(3, stub.Requests.Count);
        Assert.Single(stub.Requests.Select(request => request.Text).Distinct());
    }

    [Fact]
    public async Task What_will_fail_again_is_sent_once()
    {
        await using var stub = await KinesisStub.StartAsync(400, """{"__type":"InvalidArgumentException","message":"no"}""");
        using var kinesis = StubClient.For(stub, retries: 3);

        await Assert.ThrowsAsync<InvalidArgumentException>(() => kinesis.ListStreamsAsync(new(), Cancelled));

        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task Calls_at_the_same_time_do_not_mix()
    {
        await using var stub = await KinesisStub.StartAsync((request, context) =>
            KinesisStub.AnswerAsync(context, 200, $$"""{"ShardIterator":{{request.Text[(request.Text.IndexOf(':', StringComparison.Ordinal) + 1)..request.Text.IndexOf(',', StringComparison.Ordinal)]}}}"""));
        using var kinesis = StubClient.For(stub);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            kinesis.GetShardIteratorAsync(new() { StreamName = $"s{i}", ShardId = "0" }, Cancelled)));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"s{i}"), answers.Select(answer => answer.ShardIterator));
    }
}
