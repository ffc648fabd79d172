using System.Net;
using System.Text;

namespace Ingest.KinesisProxy.Tests.Records;

public sealed class When_records_are_read(Kinesalite kinesalite)
{
    [Fact]
    public async Task They_come_from_an_iterator_on_and_it_goes_on_after_them()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();
        await proxy.Client.PutAsync($"/streams/{stream}/records", """{"records":[{"data":"a","partition-key":"k"},{"data":"b","partition-key":"k"},{"data":"c","partition-key":"k"}]}""");

        var start = await proxy.Client.GetJsonAsync($"/streams/{stream}/sharditerator?shard-id=shardId-000000000000");
        var first = await ReadAsync(proxy.Client, stream, start.Body.Text("ShardIterator"), limit: 2);
        var second = await ReadAsync(proxy.Client, stream, first.Text("NextShardIterator"), limit: 2);
        var after = await proxy.Client.GetJsonAsync(
            $"/streams/{stream}/sharditerator?shard-id=shardId-000000000000&type=AFTER_SEQUENCE_NUMBER&sequence-number={first.GetProperty("Records")[0].Text("SequenceNumber")}");
        var sinceFirst = await ReadAsync(proxy.Client, stream, after.Body.Text("ShardIterator"), limit: 10);

        Assert.Equal(["a", "b"], Data(first));
        Assert.Equal(["c"], Data(second));
        Assert.Equal(["b", "c"], Data(sinceFirst));
        Assert.Equal("k", first.GetProperty("Records")[0].Text("PartitionKey"));
        Assert.InRange(first.GetProperty("Records")[0].GetProperty("ApproximateArrivalTimestamp").GetDouble(), 1_700_000_000, 5_000_000_000);
        Assert.True(first.GetProperty("MillisBehindLatest").GetInt64() >= 0);
    }

    [Theory]
    [InlineData("1000000000.5")]
    [InlineData("2001-09-09T01:46:40Z")]
    public async Task From_a_moment_in_either_form(string timestamp)
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();
        await proxy.Client.PutAsync($"/streams/{stream}/record", """{"Data":1,"PartitionKey":"k"}""");

        var start = await proxy.Client.GetJsonAsync($"/streams/{stream}/sharditerator?shard-id=shardId-000000000000&type=AT_TIMESTAMP&timestamp={timestamp}");

        Assert.Equal(["1"], Data(await ReadAsync(proxy.Client, stream, start.Body.Text("ShardIterator"), limit: 10)));
    }

    [Theory]
    [InlineData("sharditerator", "shard-id")]
    [InlineData("sharditerator?shard-id=shardId-000000000000&type=MIDDLE", "TRIM_HORIZON")]
    [InlineData("sharditerator?shard-id=shardId-000000000000&type=AT_SEQUENCE_NUMBER", "sequence-number")]
    [InlineData("sharditerator?shard-id=shardId-000000000000&type=AT_TIMESTAMP", "timestamp")]
    [InlineData("sharditerator?shard-id=shardId-000000000000&type=AT_TIMESTAMP&timestamp=soon", "timestamp")]
    [InlineData("sharditerator?shard-id=shardId-000000000000&type=AT_TIMESTAMP&timestamp=99999999999999999999999999", "timestamp")]
    [InlineData("sharditerator?shard-id=shardId-000000000007", "shardId-000000000007")]
    [InlineData("records", "Shard-Iterator")]
    public async Task What_is_wrong_is_refused_by_its_name(string path, string named)
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();

        var answer = await proxy.Client.GetJsonAsync($"/streams/{stream}/{path}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(named, answer.Body.Text("message"), StringComparison.Ordinal);
    }

    private static async Task<System.Text.Json.JsonElement> ReadAsync(HttpClient client, string stream, string iterator, int limit)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/streams/{stream}/records?limit={limit}");
        request.Headers.Add("Shard-Iterator", iterator);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    private static IEnumerable<string> Data(System.Text.Json.JsonElement read) =>
        read.GetProperty("Records").EnumerateArray().Select(record => Encoding.UTF8.GetString(record.GetProperty("Data").GetBytesFromBase64()));
}
