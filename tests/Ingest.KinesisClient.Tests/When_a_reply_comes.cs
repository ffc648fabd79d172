using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Ingest.Testing.Kinesis;
using Microsoft.AspNetCore.Http;

namespace Ingest.KinesisClient.Tests;

public sealed class When_a_reply_comes
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_chunks_without_a_length_it_is_read_whole()
    {
        const string json = """{"Records":[{"SequenceNumber":"1","ApproximateArrivalTimestamp":1.700000000123E9,"Data":"AQID","PartitionKey":"k","EncryptionType":"NEWER"}],"NextShardIterator":"next","MillisBehindLatest":7}""";
        await using var stub = await KinesisStub.StartAsync(async (_, context) =>
        {
            foreach (var piece in json.Chunk(20))
            {
                await context.Response.WriteAsync(new string(piece));
                await context.Response.Body.FlushAsync();
            }
        });
        using var kinesis = StubClient.For(stub);

        var read = await kinesis.GetRecordsAsync(new() { ShardIterator = "i" }, Cancelled);

        var record = Assert.Single(read.Records!);
        Assert.Equal([1, 2, 3], record.Data!.ToArray());
        Assert.True(record.Data.TryGetBuffer(out _));
        Assert.Equal(DateTime.UnixEpoch.AddMilliseconds(1_700_000_000_123), record.ApproximateArrivalTimestamp);
        Assert.Equal("NEWER", record.EncryptionType!.Value);
        Assert.Equal(("next", 7L), (read.NextShardIterator, read.MillisBehindLatest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Of_an_operation_without_output_its_body_does_not_matter(string body)
    {
        await using var stub = await KinesisStub.StartAsync(200, body);
        using var kinesis = StubClient.For(stub);

        Assert.Equal(200, (int)(await kinesis.CreateStreamAsync(new() { StreamName = "s" }, Cancelled)).HttpStatusCode);
    }

    [Fact]
    public async Task What_it_does_not_say_is_null_and_what_is_new_is_passed_over()
    {
        await using var stub = await KinesisStub.StartAsync(200, """{"Newer":{"a":[1]},"HttpStatusCode":500}""");
        using var kinesis = StubClient.For(stub);

        var listed = await kinesis.ListStreamsAsync(new(), Cancelled);

        Assert.Equal((null, null, null), (listed.StreamNames, listed.HasMoreStreams, listed.NextToken));
        Assert.Equal(200, (int)listed.HttpStatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Records\":[{\"Data\":\"not base64!\"}]}")]
    [InlineData("{\"Records\":[{\"ApproximateArrivalTimestamp\":1e25}]}")]
    [InlineData("{\"Records\":[{\"SequenceNu")]
    public async Task That_cannot_be_read_it_is_an_error_of_the_reply(string body)
    {
        await using var stub = await KinesisStub.StartAsync(200, body);
        using var kinesis = StubClient.For(stub);

        await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => kinesis.GetRecordsAsync(new() { ShardIterator = "i" }, Cancelled));
    }

    [Fact]
    public async Task That_breaks_off_it_is_an_error_and_not_half_an_answer()
    {
        await using var stub = await KinesisStub.StartAsync(async (_, context) =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"ShardIterator":"i"}""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var kinesis = StubClient.For(stub);

        await Assert.ThrowsAnyAsync<Exception>(() =>
            kinesis.GetShardIteratorAsync(new GetShardIteratorRequest { StreamName = "s", ShardId = "0" }, Cancelled));
    }
}
