namespace Ingest.KafkaProxy.Tests.Wire;

public sealed class When_a_client_names_what_it_accepts(RunningProxy proxy)
{
    [Theory]
    [InlineData(null, RunningProxy.V2)]
    [InlineData("*/*", RunningProxy.V2)]
    [InlineData("application/*", RunningProxy.V2)]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json;q=0.5, application/vnd.kafka.v2+json;q=0.4", "application/json")]
    [InlineData("application/vnd.kafka.v2+json;q=0, */*", "application/json")]
    [InlineData("text/html, */*;q=0.1", RunningProxy.V2)]
    public async Task Metadata_comes_in_the_best_of_these(string? accept, string contentType)
    {
        var answer = await proxy.GetAsync("/brokers", accept);

        Assert.Equal((200, contentType), (answer.Status, answer.ContentType));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    [InlineData("nonsense")]
    public async Task None_of_ours_is_406(string accept) =>
        (await proxy.GetAsync("/brokers", accept)).IsError(406, 406, "HTTP 406 Not Acceptable");
}
