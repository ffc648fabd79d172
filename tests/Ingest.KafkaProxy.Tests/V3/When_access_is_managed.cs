namespace Ingest.KafkaProxy.Tests.V3;

/// <summary>The embedded broker has no access control: what is passed to it comes back refused.</summary>
public sealed class When_access_is_managed(EmbeddedProxy proxy)
{
    private const string Acl = """{"resource_type":"CLUSTER","resource_name":"kafka-cluster","pattern_type":"literal","principal":"User:a","host":"*","operation":"CLUSTER_ACTION","permission":"ALLOW"}""";

    [Fact]
    public async Task The_brokers_refusal_comes_back()
    {
        var v3 = await V3.OpenAsync(proxy);

        (await v3.GetAsync("/acls?resource_type=TOPIC&principal=User:a")).IsError(400, 40002);
        (await v3.SendAsync(HttpMethod.Post, "/acls", Acl)).IsError(400, 40002);
        (await v3.SendAsync(HttpMethod.Post, "/acls:batch", $$"""{"data":[{{Acl}}]}""")).IsError(400, 40002);
        (await v3.SendAsync(HttpMethod.Delete, "/acls?operation=READ")).IsError(400, 40002);
    }

    [Theory]
    [InlineData("""{"resource_type":"PLANET"}""", 400, 400, "resource_type is 'PLANET'; it has to be one of UNKNOWN, ANY, TOPIC, GROUP, CLUSTER")]
    [InlineData("""{"resource_type":"TOPIC"}""", 422, 422, "resource_name is missing")]
    [InlineData("""{"acl":1}""", 422, 422, "Unrecognized field: acl")]
    [InlineData(null, 422, 42206, "Request body is empty")]
    public async Task What_is_none_is_not_passed_on(string? body, int status, int code, string message) =>
        (await (await V3.OpenAsync(proxy)).SendAsync(HttpMethod.Post, "/acls", body)).IsError(status, code, message);

    [Fact]
    public async Task A_query_for_what_there_is_not_is_400() =>
        (await (await V3.OpenAsync(proxy)).GetAsync("/acls?permission=PERHAPS")).IsError(400, 400, "permission is 'PERHAPS'");
}
