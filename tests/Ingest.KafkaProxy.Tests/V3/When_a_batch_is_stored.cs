namespace Ingest.KafkaProxy.Tests.V3;

public sealed class When_a_batch_is_stored(EmbeddedProxy proxy)
{
    [Fact]
    public async Task Successes_and_failures_have_the_ids_of_their_entries()
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());

        var answer = await v3.SendAsync(
            HttpMethod.Post,
            $"/topics/{topic}/records:batch",
            """{"entries":[{"id":"a","value":{"type":"STRING","data":"1"},"timestamp":1700000000000},{"id":"b","value":{"type":"BINARY","data":"§"}}]}""");

        Assert.Equal(207, answer.Status);
        Assert.Equal(
            $$$"""{"successes":[{"id":"a","error_code":200,"cluster_id":"{{{v3.ClusterId}}}","topic_name":"{{{topic}}}","partition_id":0,"offset":0,"timestamp":"2023-11-14T22:13:20.000Z","value":{"type":"STRING","size":1}}],"failures":[{"id":"b","error_code":400,"message":"entries[1].value.data has to be valid base64."}]}""",
            answer.Body);
    }

    [Theory]
    [InlineData("""{"entries":[]}""", 422, 42208, "from 1 to 10")]
    [InlineData("""{"entries":[{"id":"a"},{"id":"a"}]}""", 422, 42208, "distinct")]
    [InlineData("""{"entries":[{"id":"a b"}]}""", 422, 42208, "The id 'a b'")]
    [InlineData("""{"entries":[{"value":null}]}""", 422, 422, "entries[0].id is missing")]
    [InlineData("""{"entries":[{"id":"1"},{"id":"2"},{"id":"3"},{"id":"4"},{"id":"5"},{"id":"6"},{"id":"7"},{"id":"8"},{"id":"9"},{"id":"10"},{"id":"11"}]}""", 422, 42208, "from 1 to 10")]
    [InlineData("{}", 422, 422, "entries is missing")]
    [InlineData(null, 422, 42206, "Request body is empty")]
    public async Task What_is_no_batch_is_refused_and_nothing_is_stored(string? body, int status, int code, string message)
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());

        (await v3.SendAsync(HttpMethod.Post, $"/topics/{topic}/records:batch", body)).IsError(status, code, message);

        Assert.Equal(0, (await v3.GetAsync($"/topics/{topic}/partitions/0/offset")).Root.GetProperty("latest_offset").GetInt64());
    }
}
