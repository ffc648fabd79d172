using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ingest.Api.Tests.Describing;

public sealed class When_the_OpenAPI_document_is_read
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/topics/{topic}", "post", "application/vnd.kafka.json.v2+json")]
    [InlineData("/streams/{stream}/record", "put", "application/json")]
    [InlineData("/streams/{stream}/records", "put", "application/json")]
    public async Task A_described_route_can_be_tried_with_its_example(string path, string method, string contentType)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/swagger/v1/swagger.json", Token));
        var operation = document.RootElement.GetProperty("paths").GetProperty(path).GetProperty(method);

        var parameter = Assert.Single(operation.GetProperty("parameters").EnumerateArray());
        Assert.Equal("path", parameter.GetProperty("in").GetString());
        var example = operation.GetProperty("requestBody").GetProperty("content").GetProperty(contentType).GetProperty("example");
        using var body = new StringContent(example.GetRawText(), Encoding.UTF8);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        using var answer = await gateway.Client.SendAsync(
            new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path.Replace("{topic}", "t", StringComparison.Ordinal).Replace("{stream}", "t", StringComparison.Ordinal)) { Content = body }, Token);

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(path.Replace("{topic}", "t", StringComparison.Ordinal).Replace("{stream}", "t", StringComparison.Ordinal), gateway.Kafka.Requests.Concat(gateway.Kinesis.Requests).Single().Target);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    public async Task Records_can_be_tried_with_a_source_to_choose_and_an_example(string contentType)
    {
        await using var gateway = await RunningGateway.StartAsync(Records.Routing.Keyed);
        Records.ProxyStubs.On(gateway);
        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/swagger/v1/swagger.json", Token));
        var operation = document.RootElement.GetProperty("paths").GetProperty("/records/{source}").GetProperty("post");

        var source = Assert.Single(Assert.Single(operation.GetProperty("parameters").EnumerateArray()).GetProperty("schema").GetProperty("enum").EnumerateArray()).GetString();
        var example = operation.GetProperty("requestBody").GetProperty("content").GetProperty(contentType).GetProperty("example");
        var reply = await Records.RecordsClient.PostRecordsAsync(
            gateway.Client, example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText(), $"/records/{source}", contentType);

        Assert.Equal(200, reply.Status);
    }

    [Fact]
    public async Task Only_what_is_described_is_in_it()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/swagger/v1/swagger.json", Token));

        Assert.Equal(
            ["/records/{source}", "/streams", "/streams/{stream}/record", "/streams/{stream}/records", "/topics", "/topics/{topic}"],
            document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
    }
}
