using System.Net;

namespace Ingest.KinesisProxy.Tests.Records;

public sealed class When_a_put_is_refused(Kinesalite kinesalite)
{
    private static readonly string LongKey = new('k', 257);

    public static TheoryData<string, string, string, string> Wrong => new()
    {
        { "record", """{"index":1,"title":"a bare row"}""", "ValidationException", """Data: missing; send {"Data":{"any":"JSON"},"PartitionKey":"key"}""" },
        { "records", """{"index":1,"title":"a bare row"}""", "ValidationException", """records: missing; send {"records":[{"data":""" },
        { "records", """[{"data":1,"partition-key":"k"}]""", "ValidationException", """must be an object; send {"records":[""" },
        { "record", "", "ValidationException", "is empty; send" },
        { "record", "\"text\"", "ValidationException", "must be an object" },
        { "record", """{"Data":1}""", "ValidationException", "PartitionKey: missing" },
        { "record", """{"Data":1,"PartitionKey":7}""", "ValidationException", "PartitionKey: must be a string" },
        { "record", """{"Data":1,"PartitionKey":""}""", "ValidationException", "PartitionKey: has 0 characters; it must have 1 to 256" },
        { "record", $$"""{"Data":1,"PartitionKey":"{{LongKey}}"}""", "ValidationException", "PartitionKey: has 257 characters" },
        { "record", """{"Data":1,"PartitionKey":"\ud800"}""", "ValidationException", "PartitionKey: holds half of a surrogate pair" },
        { "record", """{"Data":1,"data":2,"PartitionKey":"k"}""", "ValidationException", "Data: given twice" },
        { "record", """{"Data":1,"PartitionKey":"k","ExplicitHashKey":"340282366920938463463374607431768211456"}""", "ValidationException", "ExplicitHashKey" },
        { "record", """{"Data":1,"PartitionKey":"k","ExplicitHashKey":"-1"}""", "ValidationException", "ExplicitHashKey" },
        { "record", """{"StreamName":"other","Data":1,"PartitionKey":"k"}""", "ValidationException", "StreamName: the body says 'other'" },
        { "records", """{"StreamName":"other","records":[{"data":1,"partition-key":"k"}]}""", "ValidationException", "StreamName: the body says 'other'" },
        { "record", "{\n  \"Data\": tru", "SerializationException", "line 2, byte" },
        { "record", """{"Data":1,"PartitionKey":"k"} more""", "SerializationException", "line 1, byte 31" },
        { "records", """{"records":[]}""", "ValidationException", "records: must hold at least one record" },
        { "records", """{"records":{}}""", "ValidationException", "records: must be an array" },
        { "records", """{"records":[{"data":1,"partition-key":"k"},{"data":2}]}""", "ValidationException", "records[1].PartitionKey: missing" },
        { "records", """{"records":[{"data":1,"partition-key":"k"},7]}""", "ValidationException", "records[1]: must be an object" },
        { "records", """{"records":[{"data":"\udc00","partition-key":"k"}]}""", "ValidationException", "records[0].Data: holds half" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task The_field_and_the_reason_are_named_and_nothing_is_stored(string route, string body, string type, string message)
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();

        var answer = await proxy.Client.PutAsync($"/streams/{stream}/{route}", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(type, answer.Body.Text("__type"));
        Assert.Contains(message, answer.Body.Text("message"), StringComparison.Ordinal);
        Assert.Empty(await kinesalite.ReadAsync(stream));
    }

    [Fact]
    public async Task A_record_that_is_too_large_stops_all_and_its_place_is_named()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync(), ("KinesisProxy:RecordBytesMax", "1000"), ("KinesisProxy:BatchRecordsMax", "1"));
        var stream = await kinesalite.CreateStreamAsync();

        var answer = await proxy.Client.PutAsync(
            $"/streams/{stream}/records",
            $$"""{"records":[{"data":"fits","partition-key":"k"},{"data":"{{new string('x', 999)}}","partition-key":"k"},{"data":"{{new string('x', 1000)}}","partition-key":"k"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("records[2].Data: the record has 1001 bytes with its partition key, at most 1000", answer.Body.Text("message"), StringComparison.Ordinal);
        Assert.Empty(await kinesalite.ReadAsync(stream));
    }

    [Theory]
    [InlineData("record", """{"Data":1,"PartitionKey":"k"}""")]
    [InlineData("records", """{"records":[{"data":1,"partition-key":"k"}]}""")]
    public async Task A_missing_stream_is_named(string route, string body)
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());

        var answer = await proxy.Client.PutAsync($"/streams/no-such-stream/{route}", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("ResourceNotFoundException", answer.Body.Text("__type"));
        Assert.Contains("no-such-stream", answer.Body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_the_tutorial_does_a_refusal_has_status_200_but_an_unknown_route_has_not()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync(), ("KinesisProxy:TutorialStatus", "true"));

        var missing = await proxy.Client.PutAsync("/streams/no-such-stream/record", """{"Data":1,"PartitionKey":"k"}""");
        var unknown = await proxy.Client.GetJsonAsync("/nowhere");

        Assert.Equal(HttpStatusCode.OK, missing.Status);
        Assert.Equal("ResourceNotFoundException", missing.Body.Text("__type"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound, "/nowhere")]
    [InlineData("GET", "/test/streams", HttpStatusCode.NotFound, "/test/streams")]
    [InlineData("PATCH", "/streams/s/record", HttpStatusCode.MethodNotAllowed, "PATCH")]
    public async Task An_unknown_route_or_method_has_the_same_shape(string method, string path, HttpStatusCode status, string named)
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());

        var answer = await proxy.Client.SendAsync(new HttpMethod(method), path, body: null);

        Assert.Equal(status, answer.Status);
        Assert.Equal("UnknownOperationException", answer.Body.Text("__type"));
        Assert.Contains(named, answer.Body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_content_type_is_named()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());

        var answer = await proxy.Client.SendAsync(HttpMethod.Put, "/streams/s/record", "a=b"u8.ToArray(), "application/x-www-form-urlencoded");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status);
        Assert.Contains("application/json", answer.Body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_not_stored()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();
        byte[] body = [.. "{\"Data\":\"a"u8, 0xC3, .. "\",\"PartitionKey\":\"k\"}"u8];

        var answer = await proxy.Client.SendAsync(HttpMethod.Put, $"/streams/{stream}/record", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty(await kinesalite.ReadAsync(stream));
    }
}
