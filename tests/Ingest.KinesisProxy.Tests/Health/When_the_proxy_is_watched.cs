using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Ingest.ServiceDefaults;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisProxy.Tests.Health;

public sealed class When_the_proxy_is_watched(Kinesalite kinesalite)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_ready_when_Kinesis_answers_and_does_not_ask_each_time()
    {
        await using var kinesis = await KinesisStub.StartAsync(200, """{"HasMoreStreams":false,"StreamNames":[]}""");
        await using var proxy = await Proxy.StartAsync(kinesis);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await proxy.Client.GetAsync("/healthz/ready", Cancelled)).StatusCode);
        }

        Assert.Equal("""{"Limit":1}""", Assert.Single(kinesis.Requests).Text);
    }

    [Fact]
    public async Task Its_metrics_count_what_was_stored_and_refused()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();

        await proxy.Client.PutAsync($"/streams/{stream}/records", """{"records":[{"data":1,"partition-key":"k"},{"data":2,"partition-key":"k"}]}""");
        await proxy.Client.PutAsync($"/streams/{stream}/record", "{}");
        var metrics = await proxy.Client.GetStringAsync("/metrics", Cancelled);

        Assert.Matches("ingest_kinesis_proxy_records_total\\{.*outcome=\"stored\".*\\} [1-9]", metrics);
        Assert.Matches("ingest_kinesis_proxy_requests_refused_total\\{.*http_response_status_code=\"400\".*\\} [1-9]", metrics);
        Assert.Contains("ingest_kinesis_proxy_bytes_in_flight", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_OpenAPI_document_has_every_route_and_bodies_that_can_be_sent_as_they_are()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();

        var paths = JsonDocument.Parse(await proxy.Client.GetStringAsync("/swagger/v1/swagger.json", Cancelled)).RootElement.GetProperty("paths");

        Assert.Equal(
            ["/streams", "/streams/{stream}", "/streams/{stream}/record", "/streams/{stream}/records", "/streams/{stream}/sharditerator"],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var route in new[] { "record", "records" })
        {
            var put = paths.GetProperty($"/streams/{{stream}}/{route}").GetProperty("put");
            var example = put.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText();
            Assert.Equal(HttpStatusCode.OK, (await proxy.Client.PutAsync($"/streams/{stream}/{route}", example)).Status);
        }
    }

    [Fact]
    public async Task Its_OpenAPI_document_shows_answers_as_they_come()
    {
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();
        await proxy.Client.PutAsync($"/streams/{stream}/record", """{"Data":1,"PartitionKey":"k"}""");

        var paths = JsonDocument.Parse(await proxy.Client.GetStringAsync("/swagger/v1/swagger.json", Cancelled)).RootElement.GetProperty("paths");
        var iterator = await AssertShownAsync(proxy.Client, paths, "/streams/{stream}/sharditerator", $"/streams/{stream}/sharditerator?shard-id=shardId-000000000000");
        proxy.Client.DefaultRequestHeaders.Add("Shard-Iterator", iterator.GetProperty("ShardIterator").GetString());

        await AssertShownAsync(proxy.Client, paths, "/streams/{stream}/records", $"/streams/{stream}/records");
        await AssertShownAsync(proxy.Client, paths, "/streams/{stream}", $"/streams/{stream}");
        await AssertShownAsync(proxy.Client, paths, "/streams", "/streams");
    }

    [Theory]
    [InlineData("Kinesis:SecretAccessKey", null, "Kinesis:AccessKeyId and Kinesis:SecretAccessKey belong together")]
    [InlineData("KinesisProxy:DefaultShardCount", "0", "DefaultShardCount")]
    [InlineData("KinesisProxy:Stages:0", "a/b", "Stages")]
    [InlineData("KinesisProxy:InFlightBytesMax", "17000000", "InFlightBytesMax")]
    public async Task A_setting_that_does_not_hold_keeps_it_from_starting_and_is_named(string key, string? value, string named)
    {
        await using var kinesis = await KinesisStub.StartAsync(200, "{}");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Proxy.StartAsync(kinesis, (key, value)));

        Assert.True(ServiceOptions.ConfigurationErrors(failure).Any(error => error.Contains(named, StringComparison.Ordinal)), failure.ToString());
    }

    [Fact]
    public async Task Without_a_region_to_sign_for_it_does_not_start_and_says_so()
    {
        Assert.SkipWhen(FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false) is not null, "the environment or the profile names a region");
        await using var kinesis = await KinesisStub.StartAsync(200, "{}");

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Proxy.StartAsync(kinesis, ("Kinesis:Region", null)));

        Assert.Contains(ServiceOptions.ConfigurationErrors(failure), error => error.Contains("Kinesis:Region", StringComparison.Ordinal));
    }

    /// <summary>Every property of the answer is one of the document's schema.</summary>
    private static async Task<JsonElement> AssertShownAsync(HttpClient client, JsonElement paths, string route, string url)
    {
        var answer = JsonDocument.Parse(await client.GetStringAsync(url, Cancelled)).RootElement;
        var schema = paths.GetProperty(route).GetProperty("get").GetProperty("responses").GetProperty("200")
            .GetProperty("content").GetProperty("application/json").GetProperty("schema");
        AssertShown(answer, schema, route);
        return answer;
    }

    private static void AssertShown(JsonElement answer, JsonElement schema, string where)
    {
        var type = answer.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        Assert.True(schema.GetProperty("type").GetString() == type, $"{where} is {type}, documented is {schema.GetProperty("type")}");
        foreach (var property in type == "object" ? answer.EnumerateObject() : default)
        {
            Assert.True(schema.GetProperty("properties").TryGetProperty(property.Name, out var shown), $"{where}.{property.Name} is not documented");
            AssertShown(property.Value, shown, $"{where}.{property.Name}");
        }

        foreach (var entry in type == "array" ? answer.EnumerateArray() : default)
        {
            AssertShown(entry, schema.GetProperty("items"), where);
        }
    }
}
