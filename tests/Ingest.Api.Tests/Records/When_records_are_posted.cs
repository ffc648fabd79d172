using System.Globalization;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.Api.Tests.Records;

/// <summary>Stubs stand behind the gateway here; they show what it sends. When_a_proxy_is_killed has the real ones.</summary>
public sealed class When_records_are_posted
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/records/pin")]
    [InlineData("/test/records/pin")]
    public async Task Each_destination_gets_their_bytes_with_the_key(string path)
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Keyed);
        var stubs = ProxyStubs.On(gateway);

        var reply = await gateway.Client.PostRecordsAsync("""[{"index":7.50, "big":12345678901234567890},{"index":"a\"b"}]""", path);

        Assert.Equal(200, reply.Status);
        Assert.Equal(
            """{"records":[{"key":7.50,"value":{"index":7.50, "big":12345678901234567890}},{"key":"a\"b","value":{"index":"a\"b"}}]}""", Assert.Single(stubs.Kafka));
        Assert.Equal(
            """{"records":[{"data":{"index":7.50, "big":12345678901234567890},"partition-key":"7.50"},{"data":{"index":"a\"b"},"partition-key":"a\"b"}]}""", Assert.Single(stubs.Kinesis));
        Assert.Equal(("POST", "/topics/demo.pin", "application/vnd.kafka.json.v2+json"), Seen(gateway.Kafka));
        Assert.Equal(("PUT", "/streams/streaming-demo-pin/records", "application/json"), Seen(gateway.Kinesis));
        Assert.Equal(
            """{"status":"stored","batch":{"status":"stored","topic":"demo.pin","partition":0,"offset":1},"stream":{"status":"stored","stream":"streaming-demo-pin","shardId":"shardId-000000000000","sequenceNumber":"1"}}""",
            reply.Record(1).GetRawText());
        Assert.Equal(2, reply.Body.GetProperty("stored").GetInt32());

        static (string, string, string) Seen(StubProxy stub)
        {
            var call = Assert.Single(stub.Requests);
            return (call.Method, call.Target, call.Headers["Content-Type"]);
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/jsonl")]
    [InlineData(null)]
    public async Task Lines_are_taken_under_any_of_their_names(string? contentType)
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        ProxyStubs.On(gateway);

        Assert.Equal(["stored", "stored"], (await gateway.Client.PostRecordsAsync("{\"a\":1}\n{\"a\":2}\n", contentType: contentType)).States);
    }

    [Fact]
    public async Task Without_a_key_field_the_same_record_has_the_same_shard()
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        var stubs = ProxyStubs.On(gateway);
        await gateway.Client.PostRecordsAsync("""[{"a":1},{"a":2},{"a":1}]""");

        Assert.Equal("""{"records":[{"value":{"a":1}},{"value":{"a":2}},{"value":{"a":1}}]}""", Assert.Single(stubs.Kafka));
        using var sent = JsonDocument.Parse(Assert.Single(stubs.Kinesis));
        var keys = sent.RootElement.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("partition-key").GetString()).ToArray();
        Assert.Equal(keys[0], keys[2]);
        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public async Task Each_goes_only_where_its_rule_says()
    {
        await using var gateway = await RunningGateway.StartAsync(
        [
            .. Routing.Both,
            ("Routing:Sources:pin:Rules:0:Field", "category"),
            ("Routing:Sources:pin:Rules:0:Values:0", "art"),
            ("Routing:Sources:pin:Rules:0:Destinations:0", "stream"),
            ("Routing:Sources:pin:Rules:1:Field", "category"),
            ("Routing:Sources:pin:Rules:1:Values:0", "travel"),
            ("Routing:Sources:pin:Rules:1:Destinations:0", "batch"),
        ]);
        var stubs = ProxyStubs.On(gateway);

        var reply = await gateway.Client.PostRecordsAsync("""[{"category":"travel","n":0},{"category":"art","n":1},{"n":2},{"category":"travel","n":3}]""");

        Assert.Equal(["stored", "stored", "stored", "stored"], reply.States);
        Assert.Equal("""{"records":[{"value":{"category":"travel","n":0}},{"value":{"n":2}},{"value":{"category":"travel","n":3}}]}""", Assert.Single(stubs.Kafka));
        Assert.Equal(["status", "stream"], reply.Record(1).EnumerateObject().Select(field => field.Name));
        Assert.Equal(2, reply.Record(3).GetProperty("batch").GetProperty("offset").GetInt32());
        Assert.Equal("1", reply.Record(2).GetProperty("stream").GetProperty("sequenceNumber").GetString());
    }

    [Fact]
    public async Task Calls_are_cut_to_the_proxies_limits_and_keep_the_order()
    {
        await using var gateway = await RunningGateway.StartAsync(
            [.. Routing.Both, ("Records:BatchCallRecordsMax", "3"), ("Records:StreamCallBytesMax", "1024"), ("Records:RecordBytesMax", "4096")]);
        var stubs = ProxyStubs.On(gateway);
        var records = Enumerable.Range(0, 100).Select(n => $$"""{"n":{{n}},"pad":"{{new string('x', n == 50 ? 3000 : 10)}}"}""").ToArray();

        var reply = await gateway.Client.PostRecordsAsync(string.Join('\n', records));

        Assert.Equal(200, reply.Status);
        Assert.Equal([.. Enumerable.Repeat(3, 33), 1], stubs.Kafka.Select(body => Sent(body, "value").Length));
        Assert.Equal(records, stubs.Kafka.SelectMany(body => Sent(body, "value")));
        Assert.Equal(records, stubs.Kinesis.SelectMany(body => Sent(body, "data")));

        // One that is larger than a call goes alone.
        Assert.All(stubs.Kinesis, body => Assert.True(body.Length <= 1024 || Sent(body, "data").Length == 1));
        Assert.InRange(stubs.Kinesis.Count, 8, 12);
        Assert.Equal(Enumerable.Range(0, 100), Enumerable.Range(0, 100).Select(index => reply.Record(index).GetProperty("batch").GetProperty("offset").GetInt32()));

        static string[] Sent(string body, string name)
        {
            using var json = JsonDocument.Parse(body);
            return [.. json.RootElement.GetProperty("records").EnumerateArray().Select(record => record.GetProperty(name).GetRawText())];
        }
    }

    [Fact]
    public async Task Nothing_is_sent_when_one_of_them_is_wrong()
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Keyed);
        ProxyStubs.On(gateway);
        var good = string.Concat(Enumerable.Range(0, 5000).Select(n => string.Create(CultureInfo.InvariantCulture, $"{{\"index\":{n}}}\n")));

        var refused = await gateway.Client.PostRecordsAsync(good + """{"index":null}""");

        Assert.Equal(422, refused.Status);
        Assert.Equal("""{"error_code":422,"message":"records[5000].index has to be a string or a number; it is null. It is the record's key.","record":5000,"field":"index"}""", refused.Body.GetRawText());
        Assert.Empty(gateway.Kafka.Requests);
        Assert.Empty(gateway.Kinesis.Requests);
    }

    [Fact]
    public async Task A_source_that_is_not_known_is_answered_with_those_that_are()
    {
        await using var gateway = await RunningGateway.StartAsync([.. Routing.Both, ("Routing:Sources:geo:Destinations:0", "batch"), ("Routing:Sources:geo:Topic", "g")]);
        Assert.Equal(
            """{"error_code":404,"message":"There is no source 'Pin'.","sources":["geo","pin"]}""",
            (await gateway.Client.PostRecordsAsync("{}", "/records/Pin")).Body.GetRawText());

        await using var without = await RunningGateway.StartAsync();
        var reply = await without.Client.PostRecordsAsync("{}");
        Assert.Equal(404, reply.Status);
        Assert.Contains("Routing:Sources", reply.Body.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_such_request_is_refused_in_HTTP_s_words()
    {
        await using var gateway = await RunningGateway.StartAsync([.. Routing.Both, ("Records:RequestBytesMax", "2000")]);
        ProxyStubs.On(gateway);

        Assert.Equal(415, (await gateway.Client.PostRecordsAsync("{}", contentType: "application/x-www-form-urlencoded")).Status);
        Assert.Equal(415, (await gateway.Client.PostRecordsAsync("{}", contentType: "application/json; charset=utf-16")).Status);
        using var get = await gateway.Client.GetAsync("/records/pin", Token);
        Assert.Equal((405, "POST"), ((int)get.StatusCode, Assert.Single(get.Content.Headers.Allow)));
        Assert.Equal(413, (await gateway.Client.PostRecordsAsync($$"""{"a":"{{new string('x', 2000)}}"}""")).Status);

        // Short enough to be on its way in one piece: a client that still writes when the connection closes may miss the answer.
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/records/pin") { Content = new StreamContent(new MemoryStream(new byte[2_500])) };
        chunked.Headers.TransferEncodingChunked = true;
        using var tooLong = await gateway.Client.SendAsync(chunked, Token);
        Assert.Equal(413, (int)tooLong.StatusCode);
        Assert.Empty(gateway.Kafka.Requests);
    }

    [Theory]
    [InlineData("1.1", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task A_body_near_the_limit_is_taken_whole(string version, bool chunked)
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        var stubs = ProxyStubs.On(gateway);
        var lines = string.Concat(Enumerable.Range(0, 16).Select(n => $$"""{"n":{{n}},"pad":"{{new string('x', 1_000_000)}}"}""" + "\n"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/records/pin")
        {
            Content = new StringContent(lines),
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Content.Headers.ContentType = new("application/x-ndjson");
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await gateway.Client.SendAsync(request, Token);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(2, stubs.Kafka.Count);
        Assert.Equal(2, stubs.Kinesis.Count);
        Assert.InRange(stubs.Kafka.Sum(body => body.Length), 16_000_000, 17_000_000);
    }

    [Fact]
    public async Task A_client_that_leaves_before_its_body_is_whole_stores_nothing_and_holds_nothing()
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        ProxyStubs.On(gateway);
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(gateway.Service.Url.Host, gateway.Service.Url.Port, Token);
            await socket.GetStream().WriteAsync("POST /records/pin HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n{\"n\":0}\n"u8.ToArray(), Token);
            await HeldAsync(bytes => bytes > 0);
        }

        await HeldAsync(bytes => bytes == 0);
        Assert.Empty(gateway.Kafka.Requests);

        Task HeldAsync(Func<long, bool> wanted) => Ingest.Testing.Eventually.BecomesAsync(
            () => Task.FromResult(gateway.Service.Services.GetRequiredService<Api.Records.Reading.InFlightBytes>().Held), wanted, "bytes held");
    }

    /// <summary>Bytes of a good body changed, dropped or doubled. CsCheck prints the seed of a failure.</summary>
    [Fact]
    public async Task A_body_with_any_bytes_is_stored_or_refused_and_never_a_failure_of_ours()
    {
        await using var gateway = await RunningGateway.StartAsync(Routing.Keyed);
        ProxyStubs.On(gateway);
        var good = """[{"index":7528,"title":"Paper \u00e4 lanterns","tags":["a",{"b":null}]},{"index":"x","n":-1.5e3}]"""u8.ToArray();

        await Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[0, 2], Gen.OneOf(Gen.Byte, Gen.Char["\"{}[],:\\\n0x"].Select(c => (byte)c))).Array[1, 4].SampleAsync(
            async edits =>
            {
                var body = good.ToList();
                foreach (var (at, kind, value) in edits.OrderByDescending(edit => edit.Item1).Select(edit => (Math.Min(edit.Item1, body.Count - 1), edit.Item2, edit.Item3)))
                {
                    switch (kind)
                    {
                        case 0: body[at] = value; break;
                        case 1: body.RemoveAt(at); break;
                        default: body.Insert(at, value); break;
                    }
                }

                using var content = new ByteArrayContent([.. body]);
                using var answer = await gateway.Client.PostAsync("/records/pin", content, Token);
                Assert.Contains((int)answer.StatusCode, new[] { 200, 400, 422 });
                using var reply = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
                Assert.True(reply.RootElement.TryGetProperty(answer.IsSuccessStatusCode ? "records" : "message", out _));
            },
            iter: 500);
    }
}
