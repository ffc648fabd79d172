using System.Net;
using System.Text;

namespace Ingest.KinesisProxy.Tests.Records;

public sealed class When_records_are_put(Kinesalite kinesalite)
{
    [Theory]
    [InlineData("""{"Data":{"a" : 1.0,"b":"é\u00e9"},"PartitionKey":"k"}""", """{"a" : 1.0,"b":"é\u00e9"}""")]
    [InlineData("""{"Data":"some data","PartitionKey":"k"}""", "\"some data\"")]
    [InlineData("""{"Data":"a\"b\u0041","PartitionKey":"k"}""", """
        "a\"b\u0041"
        """)]
    [InlineData("""{"data":[1,[2]],"partition-key":"k"}""", "[1,[2]]")]
    [InlineData("""{"Data": 1e400 ,"PartitionKey":"k","Unknown":{"x":[]}}""", "1e400")]
    [InlineData("""{"PartitionKey":"k","Data":null}""", "null")]
    public async Task One_is_stored_as_the_text_of_its_JSON(string body, string stored)
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();

        var answer = await proxy.Client.PutAsync($"/streams/{stream}/record", body);

        var record = Assert.Single(await kinesalite.ReadAsync(stream));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(record.SequenceNumber, answer.Body.Text("SequenceNumber"));
        Assert.Equal("shardId-000000000000", answer.Body.Text("ShardId"));
        Assert.Equal(stored, Encoding.UTF8.GetString(record.Data!.ToArray()));
        Assert.Equal("k", record.PartitionKey);
    }

    [Fact]
    public async Task Many_keep_their_order_and_their_strings_are_stored_bare()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();

        var answer = await proxy.Client.PutAsync(
            $"/streams/{stream}/records",
            """{"records":[{"data":"some data","partition-key":"a"},{"Data":{"x" : 1},"PartitionKey":"b"},{"data":"a\"b\u00e9\ud83d\ude00","partition-key":"c"},{"data":"","partition-key":"d"}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(0, answer.Body.GetProperty("FailedRecordCount").GetInt32());
        var stored = (await kinesalite.ReadAsync(stream)).ToDictionary(record => record.SequenceNumber!);
        var inOrder = answer.Body.GetProperty("Records").EnumerateArray().Select(item => stored[item.Text("SequenceNumber")]).ToArray();
        Assert.Equal(["a", "b", "c", "d"], inOrder.Select(record => record.PartitionKey));
        Assert.Equal(["some data", """{"x" : 1}""", "a\"bé😀", ""], inOrder.Select(record => Encoding.UTF8.GetString(record.Data!.ToArray())));
    }

    [Fact]
    public async Task A_string_is_stored_bare_on_both_routes_when_so_configured()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync(), ("KinesisProxy:UnquoteStringData", "true"));
        var stream = await kinesalite.CreateStreamAsync();

        await proxy.Client.PutAsync($"/streams/{stream}/record", """{"Data":"one","PartitionKey":"k"}""");
        await proxy.Client.PutAsync($"/streams/{stream}/records", """{"Records":[{"Data":"two","PartitionKey":"k"}]}""");

        Assert.Equal(["one", "two"], await kinesalite.ReadTextAsync(stream));
    }

    [Theory]
    [InlineData("POST", "", "application/json")]
    [InlineData("PUT", "", "application/x-amz-json-1.1")]
    [InlineData("PUT", "/test", "application/json; charset=utf-8")]
    [InlineData("POST", "/prod", "application/json")]
    public async Task Either_method_and_content_type_is_taken_and_a_stage_before_the_path(string method, string stage, string contentType)
    {
        await using var proxy = await Proxy.StartAsync(
            await kinesalite.ServerAsync(), ("KinesisProxy:Stages:0", "test"), ("KinesisProxy:Stages:1", "prod"));
        var stream = await kinesalite.CreateStreamAsync();

        var body = Encoding.UTF8.GetBytes($$"""{"StreamName":"{{stream}}","Data":1,"PartitionKey":"k"}""");
        var answer = await proxy.Client.SendAsync(new HttpMethod(method), $"{stage}/streams/{stream}/record", body, contentType);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["1"], await kinesalite.ReadTextAsync(stream));
    }

    [Fact]
    public async Task An_explicit_hash_key_decides_the_shard()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync(shards: 2);

        var first = await proxy.Client.PutAsync($"/streams/{stream}/record", """{"Data":1,"PartitionKey":"k","ExplicitHashKey":"0"}""");
        var last = await proxy.Client.PutAsync(
            $"/streams/{stream}/record", """{"Data":1,"PartitionKey":"k","explicit-hash-key":"340282366920938463463374607431768211455"}""");

        Assert.Equal("shardId-000000000000", first.Body.Text("ShardId"));
        Assert.Equal("shardId-000000000001", last.Body.Text("ShardId"));
    }

    [Fact]
    public async Task More_than_one_call_takes_are_split_and_the_answer_is_joined_in_order()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();
        var records = string.Join(',', Enumerable.Range(0, 1234).Select(i => $$"""{"data":"record {{i}}","partition-key":"k"}"""));

        var answer = await proxy.Client.PutAsync($"/streams/{stream}/records", $$"""{"records":[{{records}}]}""");

        var stored = (await kinesalite.ReadAsync(stream)).ToDictionary(record => record.SequenceNumber!, record => Encoding.UTF8.GetString(record.Data!.ToArray()));
        Assert.Equal(0, answer.Body.GetProperty("FailedRecordCount").GetInt32());
        Assert.Equal(
            Enumerable.Range(0, 1234).Select(i => $"record {i}"),
            answer.Body.GetProperty("Records").EnumerateArray().Select(item => stored[item.Text("SequenceNumber")]));
    }

    [Fact]
    public async Task A_body_without_a_length_is_taken_too()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();
        var text = new string('x', 50_000);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/streams/{stream}/record");
        request.Content = new StringContent($$"""{"Data":"{{text}}","PartitionKey":"k"}""", Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = true;

        using var response = await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([$"\"{text}\""], await kinesalite.ReadTextAsync(stream));
    }

    [Fact]
    public async Task Large_records_are_split_by_their_bytes_and_come_back_byte_for_byte()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync(), ("KinesisProxy:BatchBytesMax", "5000000"));
        var stream = await kinesalite.CreateStreamAsync();
        var texts = Enumerable.Range(0, 12).Select(i => new string((char)('a' + i), 1_000_000)).ToArray();
        var records = string.Join(',', texts.Select(text => $$"""{"data":"{{text}}","partition-key":"k"}"""));

        var answer = await proxy.Client.PutAsync($"/streams/{stream}/records", $$"""{"records":[{{records}}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(texts, await kinesalite.ReadTextAsync(stream));
    }
}
