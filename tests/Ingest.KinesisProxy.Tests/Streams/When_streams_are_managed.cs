using System.Net;
using Ingest.Testing;

namespace Ingest.KinesisProxy.Tests.Streams;

public sealed class When_streams_are_managed(Kinesalite kinesalite)
{
    [Fact]
    public async Task One_is_created_described_listed_and_deleted()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var name = $"stream-{Guid.NewGuid():N}";

        var created = await proxy.Client.SendAsync(HttpMethod.Post, $"/streams/{name}", """{"ShardCount":2}"""u8.ToArray());
        var described = await DescribeActiveAsync(proxy, name);
        var listed = await proxy.Client.GetJsonAsync("/streams?limit=10000");
        var deleted = await proxy.Client.SendAsync(HttpMethod.Delete, $"/streams/{name}", "{}"u8.ToArray());
        await Eventually.IsTrueAsync(async () => (await proxy.Client.GetJsonAsync($"/streams/{name}")).Status == HttpStatusCode.BadRequest, "it is gone");

        Assert.Equal((HttpStatusCode.OK, default), created);
        Assert.Equal(2, described.GetProperty("Shards").GetArrayLength());
        Assert.Equal("0", described.GetProperty("Shards")[0].GetProperty("HashKeyRange").Text("StartingHashKey"));
        Assert.False(described.GetProperty("HasMoreShards").GetBoolean());
        Assert.Equal(24, described.GetProperty("RetentionPeriodHours").GetInt32());
        Assert.Contains(name, listed.Body.GetProperty("StreamNames").EnumerateArray().Select(item => item.GetString()));
        Assert.False(listed.Body.GetProperty("HasMoreStreams").GetBoolean());
        Assert.Equal((HttpStatusCode.OK, default), deleted);
    }

    [Fact]
    public async Task Without_a_number_of_shards_the_configured_one_counts()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync(), ("KinesisProxy:DefaultShardCount", "3"));
        var name = $"stream-{Guid.NewGuid():N}";

        var created = await proxy.Client.SendAsync(HttpMethod.Post, $"/streams/{name}", body: null);

        Assert.Equal(HttpStatusCode.OK, created.Status);
        Assert.Equal(3, (await DescribeActiveAsync(proxy, name)).GetProperty("Shards").GetArrayLength());
    }

    [Theory]
    [InlineData("POST", "/streams/s", """{"ShardCount":0}""", "ShardCount")]
    [InlineData("POST", "/streams/s", """{"ShardCount":"five"}""", "ShardCount")]
    [InlineData("POST", "/streams/s", """{"ShardCount":5""", "line 1, byte 16")]
    [InlineData("POST", "/streams/s", "[5]", "ShardCount")]
    [InlineData("POST", "/streams/s", """{"StreamName":"other"}""", "other")]
    [InlineData("DELETE", "/streams/s", """{"StreamName":"other"}""", "other")]
    [InlineData("POST", "/streams/a%20b", "{}", "StreamName")]
    [InlineData("GET", "/streams?limit=0", "", "limit")]
    [InlineData("GET", "/streams/missing", "", "missing")]
    [InlineData("DELETE", "/streams/missing", "", "missing")]
    public async Task What_is_wrong_is_refused_by_its_name(string method, string path, string body, string named)
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());

        var answer = await proxy.Client.SendAsync(new HttpMethod(method), path, System.Text.Encoding.UTF8.GetBytes(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(named, answer.Body.Text("message"), StringComparison.Ordinal);
        Assert.NotEmpty(answer.Body.Text("__type"));
    }

    private static async Task<System.Text.Json.JsonElement> DescribeActiveAsync(RunningService proxy, string name) =>
        (await Eventually.BecomesAsync(
            () => proxy.Client.GetJsonAsync($"/streams/{name}"),
            answer => answer.Status == HttpStatusCode.OK && answer.Body.GetProperty("StreamDescription").Text("StreamStatus") == "ACTIVE",
            $"{name} is active")).Body.GetProperty("StreamDescription");
}
