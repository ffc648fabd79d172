using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.V2.Consume;

public sealed class When_a_consumer_is_created(EmbeddedProxy proxy)
{
    private readonly string _group = $"g-{Guid.NewGuid():N}";

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task Without_a_name_it_gets_one(string? body)
    {
        var answer = await proxy.SendAsync(HttpMethod.Post, $"/consumers/{_group}", body);

        Assert.StartsWith("rest-consumer-", answer.Root.GetProperty("instance_id").GetString(), StringComparison.Ordinal);
        Assert.Equal(RunningProxy.V2, answer.ContentType);
    }

    [Fact]
    public async Task A_second_one_of_the_name_is_40902_until_the_first_is_deleted()
    {
        var reader = await Reader.CreateAsync(proxy, group: _group);

        (await proxy.SendAsync(HttpMethod.Post, $"/consumers/{_group}", """{"id":"reader"}""")).IsError(409, 40902, "already exists");
        Assert.Equal((204, ""), await reader.DeleteAsync() is var gone ? (gone.Status, gone.Body) : default);
        (await reader.DeleteAsync()).IsError(404, 40403, "Consumer instance not found.");
        await Reader.CreateAsync(proxy, group: _group);
    }

    [Theory]
    [InlineData("""{"format":"xml"}""", 422, 42204, "format is 'xml'")]
    [InlineData("""{"auto.offset.reset":"middle"}""", 422, 42204, "auto.offset.reset is 'middle'")]
    [InlineData("""{"consumer.request.timeout.ms":"-1"}""", 422, 42204, "consumer.request.timeout.ms")]
    [InlineData("""{"fetch.min.bytes":"10000001"}""", 422, 40001, "fetch.min.bytes")]
    [InlineData("""{"fetch.min.bytes":-2}""", 422, 40001, "fetch.min.bytes")]
    [InlineData("""{"auto.commit.enable":"maybe"}""", 400, 400, "auto.commit.enable has to be true or false")]
    [InlineData("""{"name":5}""", 400, 400, "name has to be a string")]
    [InlineData("""{"colour":"red"}""", 422, 422, "Unrecognized field: colour")]
    [InlineData("[]", 400, 400, "has to be a JSON object")]
    [InlineData("{", 400, 400, "Malformed JSON")]
    public async Task What_cannot_be_is_refused(string body, int status, int code, string message) =>
        (await proxy.SendAsync(HttpMethod.Post, $"/consumers/{_group}", body)).IsError(status, code, message);

    [Fact]
    public async Task Its_address_is_the_public_one_if_that_is_known()
    {
        await using var behind = await proxy.StartProxyAsync(("KafkaRest:PublicUrl", "https://data.example.com/test/"));

        var answer = await EmbeddedProxy.SendAsync(behind, HttpMethod.Post, $"/consumers/{_group}", """{"name":"a b"}""");

        Assert.Equal($$"""{"instance_id":"a b","base_uri":"https://data.example.com/test/consumers/{{_group}}/instances/a%20b"}""", answer.Body);
        Assert.Equal("[]", (await EmbeddedProxy.SendAsync(behind, HttpMethod.Post, $"/consumers/{_group}/instances/a%20b/offsets")).Body);
    }

    [Fact]
    public async Task There_are_no_more_than_the_limit()
    {
        await using var small = await proxy.StartProxyAsync(("KafkaRest:ConsumersMax", "1"));
        Assert.Equal(200, (await EmbeddedProxy.SendAsync(small, HttpMethod.Post, $"/consumers/{_group}", """{"name":"a"}""")).Status);

        var second = await EmbeddedProxy.SendAsync(small, HttpMethod.Post, $"/consumers/{_group}", """{"name":"b"}""");
        second.IsError(503, 50301);
        Assert.NotNull(second.RetryAfter);

        await EmbeddedProxy.SendAsync(small, HttpMethod.Delete, $"/consumers/{_group}/instances/a");
        Assert.Equal(200, (await EmbeddedProxy.SendAsync(small, HttpMethod.Post, $"/consumers/{_group}", """{"name":"b"}""")).Status);
    }

    [Fact]
    public async Task It_goes_when_nothing_is_asked_of_it()
    {
        await using var forgetful = await proxy.StartProxyAsync(("KafkaRest:ConsumerIdleMax", "00:00:01"));
        Assert.Equal(200, (await EmbeddedProxy.SendAsync(forgetful, HttpMethod.Post, $"/consumers/{_group}", """{"name":"a"}""")).Status);

        // A body that is refused does not keep it alive.
        await Eventually.IsTrueAsync(
            async () => (await EmbeddedProxy.SendAsync(forgetful, HttpMethod.Post, $"/consumers/{_group}/instances/a/subscription", "{")).Status == 404, "it has expired");
        (await EmbeddedProxy.SendAsync(forgetful, HttpMethod.Get, $"/consumers/{_group}/instances/a/assignments")).IsError(404, 40403);
    }
}
