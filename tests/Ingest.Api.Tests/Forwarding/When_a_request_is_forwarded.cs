using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Ingest.Api.Forwarding;

namespace Ingest.Api.Tests.Forwarding;

public sealed class When_a_request_is_forwarded
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/topics?x=1&y=%2F", "/topics?x=1&y=%2F")]
    [InlineData("POST", "/topics/t", "/topics/t")]
    [InlineData("POST", "/topics/t/", "/topics/t")]
    [InlineData("POST", "/test/topics/t", "/topics/t")]
    [InlineData("GET", "/brokers", "/brokers")]
    [InlineData("POST", "/consumers/g", "/consumers/g")]
    [InlineData("POST", "/v3/clusters/c/topics/t/records:batch", "/v3/clusters/c/topics/t/records:batch")]
    [InlineData("GET", "/topics/%C3%A4%20b", "/topics/%C3%A4%20b")]
    public async Task Kafka_paths_go_to_the_Kafka_proxy_over_HTTP_2(string method, string path, string target)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var received = Assert.Single(gateway.Kafka.Requests);
        Assert.Equal(("HTTP/2", method, target), (received.Protocol, received.Method, received.Target));
        Assert.Empty(gateway.Kinesis.Requests);
    }

    [Theory]
    [InlineData("GET", "/streams")]
    [InlineData("PUT", "/prod/streams/s/record")]
    public async Task Stream_paths_go_to_the_Kinesis_proxy(string method, string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(gateway.Kinesis.Requests);
        Assert.Empty(gateway.Kafka.Requests);
    }

    [Fact]
    public async Task Analytics_goes_to_the_worker_when_there_is_one()
    {
        await using var worker = await StubProxy.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(("WorkerUrl", worker.Url));

        Assert.Equal("""{"ok":true}""", await gateway.Client.GetStringAsync("/analytics/results", Token));
        Assert.Equal("/analytics/results", Assert.Single(worker.Requests).Target);
    }

    [Fact]
    public async Task A_proxy_that_speaks_HTTP_1_1_only_is_reached_when_configured()
    {
        await using var old = await StubProxy.StartHttp11Async();
        await using var gateway = await RunningGateway.StartAsync(("KafkaProxyUrl", old.Url), ("ProxyHttpVersion", "1.1"));
        using var answer = await gateway.Client.GetAsync("/topics", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("HTTP/1.1", Assert.Single(old.Requests).Protocol);
    }

    [Theory]
    [InlineData("application/vnd.kafka.json.v2+json")]
    [InlineData("application/vnd.kafka.avro.v2+json")]
    [InlineData("text/plain")]
    public async Task Status_headers_and_bodies_pass_unchanged(string contentType)
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Kafka.Answer = async context =>
        {
            context.Response.StatusCode = 422;
            context.Response.ContentType = "application/vnd.kafka.v2+json";
            context.Response.Headers["X-Own"] = "1";
            await context.Request.Body.CopyToAsync(context.Response.Body);
        };
        using var body = new ByteArrayContent([1, 2, 0, 255]);
        body.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var answer = await gateway.Client.PostAsync("/topics/t", body, Token);

        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Equal("application/vnd.kafka.v2+json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("1", answer.Headers.GetValues("X-Own").Single());
        Assert.Equal([1, 2, 0, 255], await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(contentType, Assert.Single(gateway.Kafka.Requests).Headers["Content-Type"]);
    }

    [Fact]
    public async Task Headers_of_one_connection_and_forged_ones_stay_behind()
    {
        await using var gateway = await RunningGateway.StartAsync();
        await gateway.SendRawAsync(
            "GET /test/topics HTTP/1.1\r\nHost: api.example\r\nConnection: X-Hop, content-type, no name\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nUpgrade: websocket\r\n"
            + "TE: gzip\r\nProxy-Authorization: Basic x\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Host: evil\r\nX-Forwarded-Prefix: /evil\r\nForwarded: for=6.6.6.6\r\n"
            + "X-HTTP-Method-Override: DELETE\r\nX-Kept: yes\r\n\r\n"
            + "GET /end-of-connection HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            Token);

        var headers = Assert.Single(gateway.Kafka.Requests).Headers;
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal("api.example", headers["X-Forwarded-Host"]);
        Assert.Equal("http", headers["X-Forwarded-Proto"]);
        Assert.Equal("/test", headers["X-Forwarded-Prefix"]);
        Assert.Equal("yes", headers["X-Kept"]);
        Assert.Equal(new Uri(gateway.Kafka.Url).Authority, headers["Host"]);
        foreach (var name in new[] { "Connection", "X-Hop", "Keep-Alive", "Upgrade", "TE", "Forwarded", "X-HTTP-Method-Override", "Proxy-Authorization" })
        {
            Assert.False(headers.ContainsKey(name), name);
        }
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.1")]
    public async Task Headers_beyond_ASCII_pass_as_UTF_8(string version)
    {
        await using var gateway = await RunningGateway.StartAsync(("ProxyHttpVersion", version));
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = gateway.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/topics") { Headers = { { "X-Name", "Zoë €" } } };
        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Zoë €", Assert.Single(gateway.Kafka.Requests).Headers["X-Name"]);
    }

    [Fact]
    public async Task A_body_reaches_the_proxy_and_the_answer_the_client_while_both_go_on()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Kafka.Answer = async context =>
        {
            var buffer = new byte[100];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read));
                await context.Response.Body.FlushAsync();
            }
        };

        var pipe = new System.IO.Pipelines.Pipe();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v3/clusters/c/topics/t/records")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new FlushedContent(new StreamContent(pipe.Reader.AsStream())),
        };
        var sending = gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);

        await pipe.Writer.WriteAsync("first"u8.ToArray(), Token);
        using var answer = await sending;
        await using var answered = await answer.Content.ReadAsStreamAsync(Token);
        Assert.Equal("first", await ReadAsync(answered, 5));
        await pipe.Writer.WriteAsync("second"u8.ToArray(), Token);
        Assert.Equal("second", await ReadAsync(answered, 6));
        await pipe.Writer.CompleteAsync();
        Assert.Equal(0, await answered.ReadAsync(new byte[1], Token));
    }

    private static async Task<string> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, Token);
        return Encoding.ASCII.GetString(bytes);
    }
}
