namespace Ingest.KafkaProxy.Tests.Wire;

public sealed class When_a_page_of_another_origin_calls(RunningProxy closed)
{
    private const string Page = "https://app.example.com";

    [Fact]
    public async Task Its_browser_may_when_its_origin_is_listed_and_is_told_errors_too()
    {
        await using var proxy = await RunningProxy.StartAsync(("KafkaRest:CorsOrigins:0", Page), ("KafkaRest:CorsOrigins:1", "https://other.example.com"));

        foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE" })
        {
            using var asked = await SendAsync(proxy, HttpMethod.Options, "/topics/t", Page, method);
            Assert.Equal((204, Page), ((int)asked.StatusCode, Header(asked, "Access-Control-Allow-Origin")));
            Assert.Equal(method, Header(asked, "Access-Control-Allow-Methods"));
            Assert.Equal("content-type", Header(asked, "Access-Control-Allow-Headers"));
        }

        using var missing = await SendAsync(proxy, HttpMethod.Get, "/topics/missing", Page);
        Assert.Equal((404, Page), ((int)missing.StatusCode, Header(missing, "Access-Control-Allow-Origin")));
        Assert.Equal("Location,Retry-After", Header(missing, "Access-Control-Expose-Headers"));

        using var foreign = await SendAsync(proxy, HttpMethod.Get, "/brokers", "https://evil.example.com");
        Assert.Null(Header(foreign, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task No_origin_may_by_default()
    {
        using var asked = await SendAsync(closed, HttpMethod.Options, "/topics/t", Page, "POST");
        using var answered = await SendAsync(closed, HttpMethod.Get, "/brokers", Page);

        Assert.Null(Header(asked, "Access-Control-Allow-Origin"));
        Assert.Null(Header(answered, "Access-Control-Allow-Origin"));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static Task<HttpResponseMessage> SendAsync(RunningProxy proxy, HttpMethod method, string path, string origin, string? wanted = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        if (wanted is not null)
        {
            request.Headers.Add("Access-Control-Request-Method", wanted);
            request.Headers.Add("Access-Control-Request-Headers", "content-type");
        }

        return proxy.Service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
