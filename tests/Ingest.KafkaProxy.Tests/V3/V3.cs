namespace Ingest.KafkaProxy.Tests.V3;

/// <summary>Requests to API v3 of the shared proxy before the embedded broker.</summary>
internal sealed class V3(EmbeddedProxy proxy, string clusterId)
{
    public string ClusterId => clusterId;

    /// <summary>The address of the cluster, as links have it.</summary>
    public string Url => $"{proxy.Service.Url.AbsoluteUri}v3/clusters/{clusterId}";

    public static async Task<V3> OpenAsync(EmbeddedProxy proxy)
    {
        var clusters = await proxy.SendAsync(HttpMethod.Get, "/v3/clusters");
        return new V3(proxy, clusters.Root.GetProperty("data")[0].GetProperty("cluster_id").GetString()!);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> SendAsync(HttpMethod method, string path, string? json = null) =>
        proxy.SendAsync(method, $"/v3/clusters/{clusterId}{path}", json, contentType: "application/json");

    /// <summary>Asserts a whole answer, in which <c>@</c> stands for the cluster's address and <c>#</c> for its id.</summary>
    public async Task IsAsync(string path, string expected)
    {
        var answer = await GetAsync(path);
        Assert.Equal((200, "application/json"), (answer.Status, answer.ContentType));
        Assert.Equal(expected.Replace("@", Url, StringComparison.Ordinal).Replace("#", clusterId, StringComparison.Ordinal), answer.Body);
    }
}
