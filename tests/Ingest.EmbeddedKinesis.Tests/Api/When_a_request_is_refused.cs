using System.Text.Json;

namespace Ingest.EmbeddedKinesis.Tests.Api;

public sealed class When_a_request_is_refused
{
    /// <summary>
    /// <c>refusals.json</c> was recorded on 2026-11-24 from kinesalite 3.3.3, whose wording was taken from the service.
    /// Left out is where it differs from the service's own documentation: it lets explicit hash keys "01" and "-1" through
    /// the pattern that it names.
    /// </summary>
    [Fact]
    public async Task Type_and_message_are_those_recorded_from_an_independent_server()
    {
        await using var kinesis = await Endpoint.StartAsync();
        await kinesis.CreateAsync("s", shards: 2);
        var recorded = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Api", "refusals.json"), Endpoint.Cancellation));

        var cases = recorded.RootElement.EnumerateArray().ToArray();
        Assert.True(cases.Length >= 70);
        foreach (var one in cases)
        {
            var (status, answer) = await kinesis.CallAsync(one.Text("action"), one.GetProperty("body"));

            Assert.Equal(400, status);
            Assert.Equal(JsonSerializer.Serialize(one.GetProperty("answer")), JsonSerializer.Serialize(answer));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{\"a\":1}{")]
    [InlineData("{\"StreamName\":\"\\ud800\"}")]
    public async Task A_body_that_is_no_JSON_object_cannot_be_deserialized(string body)
    {
        await using var kinesis = await Endpoint.StartAsync();

        var answer = await kinesis.CallAsync("ListStreams", System.Text.Encoding.UTF8.GetBytes(body));

        Assert.Equal((400, "SerializationException"), (answer.Status, answer.Type));
    }

    [Fact]
    public async Task Sizes_are_limited_to_the_byte()
    {
        await using var kinesis = await Endpoint.StartAsync();
        await kinesis.CreateAsync("s");
        var largest = new byte[(1 << 20) - 3];

        var fits = await kinesis.CallAsync("PutRecord", new { StreamName = "s", PartitionKey = "key", Data = largest });
        var over = await kinesis.CallAsync("PutRecord", new { StreamName = "s", PartitionKey = "keys", Data = largest });
        var ten = await kinesis.CallAsync("PutRecords", new { StreamName = "s", Records = Enumerable.Repeat(new { PartitionKey = "key", Data = largest }, 10) });
        var eleven = await kinesis.CallAsync("PutRecords", new { StreamName = "s", Records = Enumerable.Repeat(new { PartitionKey = "key", Data = largest }, 10).Append(new { PartitionKey = "k", Data = Array.Empty<byte>() }) });
        var many = await kinesis.CallAsync("PutRecords", new { StreamName = "s", Records = Enumerable.Repeat(new { PartitionKey = "k", Data = "" }, 501) });

        Assert.Equal(200, fits.Status);
        Assert.Equal("ValidationException", over.Type);
        Assert.Equal(0, ten.Body.GetProperty("FailedRecordCount").GetInt32());
        Assert.Equal(("InvalidArgumentException", "Records size exceeds 10 MB limit"), (eleven.Type, eleven.Message));
        Assert.Contains("Member must have length less than or equal to 500", many.Message, StringComparison.Ordinal);
        Assert.Equal(11, (await kinesis.ReadAsync(await kinesis.IteratorAsync("s"))).Count);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_before_it_is_read_whole_with_or_without_its_length()
    {
        await using var kinesis = await Endpoint.StartAsync(settings: ("EmbeddedKinesis:RequestBytesMax", "10000"));
        var body = new byte[10_001];
        body.AsSpan().Fill((byte)' ');

        var told = await kinesis.CallAsync("ListStreams", body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Amz-Target", "Kinesis_20131202.ListStreams");
        request.Content.Headers.ContentType = new("application/json");
        using var untold = await kinesis.Client.SendAsync(request, Endpoint.Cancellation);

        Assert.Equal((413, "RequestEntityTooLargeException"), (told.Status, told.Type));
        Assert.Equal(413, (int)untold.StatusCode);
    }

    [Fact]
    public async Task Shards_beyond_the_limit_are_refused_with_the_counts()
    {
        await using var kinesis = await Endpoint.StartAsync(settings: ("EmbeddedKinesis:ShardsMax", "3"));
        await kinesis.CreateAsync("a", shards: 2);

        var refused = await kinesis.CallAsync("CreateStream", new { StreamName = "b", ShardCount = 2 });

        Assert.Equal("LimitExceededException", refused.Type);
        Assert.Contains("Current shard count for the account: 2. Limit: 3.", refused.Message, StringComparison.Ordinal);
        await kinesis.CreateAsync("b", shards: 1);
    }

    [Fact]
    public async Task Another_content_type_or_target_is_an_unknown_operation()
    {
        await using var kinesis = await Endpoint.StartAsync();
        using var text = new StringContent("{}");
        using var response = await kinesis.Client.PostAsync("/", text, Endpoint.Cancellation);
        var missing = await kinesis.CallAsync("../PutRecord", new { });

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains("UnknownOperationException", await response.Content.ReadAsStringAsync(Endpoint.Cancellation), StringComparison.Ordinal);
        Assert.Equal((400, "UnknownOperationException"), (missing.Status, missing.Type));
    }
}
