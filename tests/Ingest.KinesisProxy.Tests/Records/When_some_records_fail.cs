using System.Net;
using System.Text;
using System.Text.Json;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisProxy.Tests.Records;

public sealed class When_some_records_fail(Kinesalite kinesalite)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Only_those_are_sent_again_and_each_is_stored_once_at_its_own_place(int seed)
    {
        await using var faulty = await FaultyKinesis.StartAsync(await kinesalite.ServerAsync(), seed, failing: 0.4);
        await using var proxy = await Proxy.StartAsync(faulty.Server, ("KinesisProxy:RetryDelayBase", "00:00:00.001"));
        var stream = await kinesalite.CreateStreamAsync(shards: 3);
        var records = string.Join(',', Enumerable.Range(0, 1500).Select(i => $$"""{"data":"record {{i}}","partition-key":"key {{i}}"}"""));

        var answer = await proxy.Client.PutAsync($"/streams/{stream}/records", $$"""{"records":[{{records}}]}""");

        var stored = await kinesalite.ReadAsync(stream);
        var byNumber = stored.ToDictionary(record => (record.PartitionKey, record.SequenceNumber), record => Encoding.UTF8.GetString(record.Data!.ToArray()));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(0, answer.Body.GetProperty("FailedRecordCount").GetInt32());
        Assert.Equal(1500, stored.Count);
        Assert.All(answer.Body.GetProperty("Records").EnumerateArray().Select((outcome, i) => (outcome, i)), pair =>
            Assert.Equal($"record {pair.i}", byNumber[($"key {pair.i}", pair.outcome.Text("SequenceNumber"))]));
        Assert.Equal(1500 + faulty.Failed, RecordsSent(faulty.Server));
        Assert.InRange(faulty.Failed, 500, 1500);
    }

    [Fact]
    public async Task What_still_fails_at_the_deadline_is_answered_at_its_place_with_its_reason()
    {
        await using var kinesis = await KinesisStub.StartAsync((request, context) =>
        {
            var keys = JsonDocument.Parse(request.Body).RootElement.GetProperty("Records").EnumerateArray().Select(record => record.Text("PartitionKey"));
            var answers = keys.Select(key => key == "bad"
                ? """{"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"Rate exceeded."}"""
                : """{"ShardId":"shardId-0","SequenceNumber":"1"}""");
            return KinesisStub.AnswerAsync(context, 200, $$"""{"FailedRecordCount":1,"Records":[{{string.Join(',', answers)}}]}""");
        });
        // Waits this long end the request at its deadline, not in the middle of a call.
        await using var proxy = await Proxy.StartAsync(
            kinesis, ("KinesisProxy:PutTimeout", "00:00:02"), ("KinesisProxy:RetryDelayBase", "00:01:00"), ("KinesisProxy:RetryDelayMax", "00:01:00"));

        var many = await proxy.Client.PutAsync(
            "/streams/s/records", """{"records":[{"data":1,"partition-key":"good"},{"data":1,"partition-key":"bad"},{"data":1,"partition-key":"good"}]}""");
        using var one = await proxy.Client.PutAsync(
            "/streams/s/record", new StringContent("""{"Data":1,"PartitionKey":"bad"}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, many.Status);
        Assert.Equal(1, many.Body.GetProperty("FailedRecordCount").GetInt32());
        var outcomes = many.Body.GetProperty("Records");
        Assert.Equal(("1", "1"), (outcomes[0].Text("SequenceNumber"), outcomes[2].Text("SequenceNumber")));
        Assert.Equal(("ProvisionedThroughputExceededException", "Rate exceeded."), (outcomes[1].Text("ErrorCode"), outcomes[1].Text("ErrorMessage")));
        Assert.Equal(HttpStatusCode.TooManyRequests, one.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), one.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task What_no_repetition_mends_is_sent_once()
    {
        await using var kinesis = await KinesisStub.StartAsync(
            200, """{"FailedRecordCount":1,"Records":[{"ErrorCode":"InvalidArgumentException","ErrorMessage":"no"}]}""");
        await using var proxy = await Proxy.StartAsync(kinesis);

        var answer = await proxy.Client.PutAsync("/streams/s/record", """{"Data":1,"PartitionKey":"k"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("InvalidArgumentException", answer.Body.Text("__type"));
        Assert.Single(kinesis.Requests);
    }

    [Fact]
    public async Task After_some_batches_were_stored_a_call_that_is_refused_leaves_them_stored_in_the_answer()
    {
        var calls = 0;
        await using var kinesis = await KinesisStub.StartAsync((_, context) => Interlocked.Increment(ref calls) == 1
            ? KinesisStub.AnswerAsync(context, 200, """{"FailedRecordCount":0,"Records":[{"ShardId":"shardId-0","SequenceNumber":"1"}]}""")
            : KinesisStub.AnswerAsync(context, 400, """{"__type":"ResourceNotFoundException","message":"Stream s not found."}"""));
        await using var proxy = await Proxy.StartAsync(kinesis, ("KinesisProxy:BatchRecordsMax", "1"));

        var answer = await proxy.Client.PutAsync(
            "/streams/s/records", """{"records":[{"data":1,"partition-key":"k"},{"data":2,"partition-key":"k"},{"data":3,"partition-key":"k"}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(2, answer.Body.GetProperty("FailedRecordCount").GetInt32());
        Assert.Equal("1", answer.Body.GetProperty("Records")[0].Text("SequenceNumber"));
        Assert.Equal("ResourceNotFoundException", answer.Body.GetProperty("Records")[2].Text("ErrorCode"));
        Assert.Equal(2, calls);
    }

    private static int RecordsSent(KinesisStub kinesis) => kinesis.Requests
        .Where(request => request.Operation == "PutRecords")
        .Sum(request => JsonDocument.Parse(request.Body).RootElement.GetProperty("Records").GetArrayLength());
}
