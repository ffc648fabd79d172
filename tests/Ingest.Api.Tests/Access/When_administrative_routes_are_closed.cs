using System.Net;

namespace Ingest.Api.Tests.Access;

public sealed class When_administrative_routes_are_closed
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/streams/s", "__type")]
    [InlineData("DELETE", "/test/streams/s", "__type")]
    [InlineData("DELETE", "/topics/t", "error_code")]
    [InlineData("POST", "/v3/clusters/c/topics", "error_code")]
    [InlineData("POST", "/v3/clusters/c/acls:batch", "error_code")]
    public async Task They_answer_403_in_the_surfaces_shape_and_name_the_option(string method, string path, string member)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Token);
        var body = await answer.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.StartsWith(member == "__type" ? """{"__type":"AccessDeniedException",""" : """{"error_code":403,""", body, StringComparison.Ordinal);
        Assert.Contains("Gateway:AdminRoutes=true", body, StringComparison.Ordinal);
        Assert.Empty(gateway.Kafka.Requests.Concat(gateway.Kinesis.Requests));
    }

    [Fact]
    public async Task They_are_forwarded_when_opened()
    {
        await using var gateway = await RunningGateway.StartAsync(("AdminRoutes", "true"));
        using var created = await gateway.Client.PostAsync("/streams/s", null, Token);
        using var deleted = await gateway.Client.DeleteAsync("/test/streams/s", Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (created.StatusCode, deleted.StatusCode));
        Assert.Equal(["POST /streams/s", "DELETE /streams/s"], gateway.Kinesis.Requests.Select(request => $"{request.Method} {request.Target}"));
    }
}
