using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Ingest.KafkaProxy.Tests.V3;

public sealed class When_records_are_streamed(EmbeddedProxy proxy)
{
    [Fact]
    public async Task Objects_one_after_the_other_have_reports_in_order()
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());
        var answer = await v3.SendAsync(
            HttpMethod.Post,
            $"/topics/{topic}/records",
            """{"value":{"type":"JSON","data":{"a": 1}}}{"key":{"data":"a2V5","type":"BINARY"},"value":{"type":"STRING","data":"ü"},"timestamp":"2026-01-31T12:00:00Z","headers":[{"name":"h","value":"aGk="},{"name":"n","value":null}]}"""
            + "\n  {\"partition_id\":0,\"value\":{\"type\":\"BINARY\",\"data\":null}}\r\n{}");

        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentType));
        var reports = Reports(answer.Body);
        Assert.Equal([0, 1, 2, 3], reports.Select(report => report.GetProperty("offset").GetInt64()));
        Assert.Equal(
            $$$"""{"error_code":200,"cluster_id":"{{{v3.ClusterId}}}","topic_name":"{{{topic}}}","partition_id":0,"offset":1,"timestamp":"2026-01-31T12:00:00.000Z","key":{"type":"BINARY","size":3},"value":{"type":"STRING","size":2}}""",
            reports[1].GetRawText());
        var stored = Stored(topic, 4);
        Assert.Equal(["{\"a\": 1}", "ü", null, null], stored.Select(record => record.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null));
        Assert.Equal("key", Encoding.UTF8.GetString(stored[1].Message.Key));
        Assert.Equal(("hi", null), (Encoding.UTF8.GetString(stored[1].Message.Headers[0].GetValueBytes()), stored[1].Message.Headers[1].GetValueBytes()));
    }

    [Fact]
    public async Task What_is_no_record_is_reported_in_its_place_and_the_next_one_goes_on()
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());
        var answer = await v3.SendAsync(
            HttpMethod.Post,
            $"/topics/{topic}/records",
            """{"value":{"type":"BINARY","data":"§"}}{"value":{"type":"XML","data":"x"}}{"value":{"type":"AVRO","data":1}}{"colour":1}{"value":{"type":"STRING","data":5}}{"partition_id":9,"value":{"type":"JSON","data":1}}{"timestamp":1753700000000000}{"value":{"type":"JSON","data":1}}""");

        var reports = Reports(answer.Body);
        Assert.Equal([400, 400, 42206, 422, 400, 50002, 400, 200], reports.Select(report => report.GetProperty("error_code").GetInt32()));
        Assert.Equal("""{"error_code":400,"message":"value.data has to be valid base64."}""", reports[0].GetRawText());
        Assert.Single(Stored(topic, 1));
    }

    [Fact]
    public async Task A_syntax_error_ends_the_stream_with_a_report()
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());

        var answer = await v3.SendAsync(HttpMethod.Post, $"/topics/{topic}/records", """{"value":{"type":"JSON","data":1}} {"value":} {"value":{"type":"JSON","data":2}}""");

        Assert.Equal([200, 400], Reports(answer.Body).Select(report => report.GetProperty("error_code").GetInt32()));
        Assert.Single(Stored(topic, 1));
    }

    [Theory]
    [InlineData("", 422, 42206, "Request body is empty")]
    [InlineData("  \n", 422, 42206, "Request body is empty")]
    [InlineData("nonsense", 400, 400, "Malformed JSON")]
    [InlineData("[{}]", 400, 400, "has to be a JSON object")]
    public async Task A_request_without_a_first_record_is_refused(string body, int status, int code, string message)
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());

        (await v3.SendAsync(HttpMethod.Post, $"/topics/{topic}/records", body)).IsError(status, code, message);
    }

    [Fact]
    public async Task An_internal_topic_is_40301_and_a_record_over_the_limit_413()
    {
        var v3 = await V3.OpenAsync(proxy);
        (await v3.SendAsync(HttpMethod.Post, "/topics/_internal/records", "{}")).IsError(403, 40301);

        await using var small = await proxy.StartProxyAsync(("KafkaRest:RequestBytesMax", "1000"));
        var topic = await proxy.CreateTopicAsync();
        var record = $$$"""{"value":{"type":"STRING","data":"{{{new string('x', 400)}}}"}}""";
        var large = record.Replace("xxx", new string('x', 50), StringComparison.Ordinal);
        var answer = await EmbeddedProxy.SendAsync(
            small, HttpMethod.Post, $"/v3/clusters/{v3.ClusterId}/topics/{topic}/records", record + record + record + large, contentType: "application/json");

        Assert.Equal([200, 200, 200, 413], Reports(answer.Body).Select(report => report.GetProperty("error_code").GetInt32()));
    }

    [Fact]
    public async Task A_report_comes_while_the_request_is_still_open()
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Service.Url.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /v3/clusters/{v3.ClusterId}/topics/{topic}/records HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"), TestContext.Current.CancellationToken);
        var seen = new StringBuilder();
        for (var i = 0; i < 3; i++)
        {
            // Cut within the object: what comes in two pieces is one record.
            await SendChunkAsync(stream, """{"value":{"type":"JS""");
            await SendChunkAsync(stream, """ON","data":1}}""");
            await ReadUntilAsync(stream, seen, $"\"offset\":{i},");
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await ReadUntilAsync(stream, seen, "0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK", seen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_lasts_too_long_ends_with_408()
    {
        await using var impatient = await proxy.StartProxyAsync(("KafkaRest:StreamDurationMax", "00:00:01"));
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, impatient.Url.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /v3/clusters/{v3.ClusterId}/topics/{topic}/records HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"), TestContext.Current.CancellationToken);
        await SendChunkAsync(stream, """{"value":{"type":"JSON","data":1}}""");

        await ReadUntilAsync(stream, new StringBuilder(), "\"error_code\":408");
    }

    [Fact]
    public async Task A_stream_that_is_open_when_the_proxy_stops_ends_with_50301()
    {
        var stopping = await proxy.StartProxyAsync();
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, stopping.Url.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /v3/clusters/{v3.ClusterId}/topics/{topic}/records HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"), TestContext.Current.CancellationToken);
        await SendChunkAsync(stream, """{"value":{"type":"JSON","data":1}}""");
        var seen = new StringBuilder();
        await ReadUntilAsync(stream, seen, "\"offset\":0");

        var stopped = stopping.DisposeAsync().AsTask();

        await ReadUntilAsync(stream, seen, "{\"error_code\":50301,\"message\":\"The proxy is stopping.\"}");
        await stopped.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Single(Stored(topic, 1));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Bodies_may_be_compressed(string encoding)
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());
        var record = """{"value":{"type":"STRING","data":"a"}}"""u8.ToArray();
        var entries = """{"entries":[{"id":"1","value":{"type":"STRING","data":"b"}}]}"""u8.ToArray();

        var streamed = await SendAsync($"/v3/clusters/{v3.ClusterId}/topics/{topic}/records", Compress(record, encoding), encoding);
        var batch = await SendAsync($"/v3/clusters/{v3.ClusterId}/topics/{topic}/records:batch", Compress(entries, encoding), encoding);

        Assert.Equal((200, 207), (streamed.Status, batch.Status));
        Assert.Equal(["a", "b"], Stored(topic, 2).Select(stored => Encoding.UTF8.GetString(stored.Message.Value)));
        (await SendAsync($"/v3/clusters/{v3.ClusterId}/topics/{topic}/records", record, encoding)).IsError(400, 400, $"not {encoding}");
        (await SendAsync($"/v3/clusters/{v3.ClusterId}/topics/{topic}/records:batch", entries, encoding)).IsError(400, 400, $"not {encoding}");
    }

    private async Task<Answer> SendAsync(string path, byte[] body, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Content.Headers.ContentEncoding.Add(encoding);
        using var response = await proxy.Service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    private static byte[] Compress(byte[] bytes, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionMode.Compress, leaveOpen: true),
            _ => new ZLibStream(compressed, CompressionMode.Compress, leaveOpen: true),
        })
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }

    [Fact]
    public async Task A_body_in_ISO_8859_1_is_stored_in_UTF_8()
    {
        var (v3, topic) = (await V3.OpenAsync(proxy), await proxy.CreateTopicAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v3/clusters/{v3.ClusterId}/topics/{topic}/records")
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes("""{"value":{"type":"STRING","data":"Müller"}}""")),
        };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "ISO-8859-1" };

        using var response = await proxy.Service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Müller", Encoding.UTF8.GetString(Assert.Single(Stored(topic, 1)).Message.Value));
    }

    private static async Task SendChunkAsync(NetworkStream stream, string text) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n"), TestContext.Current.CancellationToken);

    private static async Task ReadUntilAsync(NetworkStream stream, StringBuilder seen, string text)
    {
        var buffer = new byte[4096];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            Assert.True(count > 0, $"The connection ended after {seen}");
            seen.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }

    private static List<JsonElement> Reports(string body) =>
        [.. body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private List<ConsumeResult<byte[], byte[]>> Stored(string topic, int count)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = proxy.BootstrapServers, GroupId = "test" }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        return [.. Enumerable.Range(0, count).Select(_ => consumer.Consume(TimeSpan.FromSeconds(10)) ?? throw new TimeoutException())];
    }
}
