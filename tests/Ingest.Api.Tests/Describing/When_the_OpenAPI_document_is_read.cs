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

    [Fact]
    public async Task Only_what_is_described_is_in_it()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/swagger/v1/swagger.json", Token));

        Assert.Equal(
            ["/streams", "/streams/{stream}/record", "/streams/{stream}/records", "/topics", "/topics/{topic}"],
            document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
    }
}
