namespace Ingest.KafkaProxy.Tests.V2.Topics;

public sealed class When_topics_are_asked_for(RunningProxy proxy)
{
    private const string FourPartitions =
        """[{"partition":0,"leader":1,"replicas":[{"broker":1,"leader":true,"in_sync":true}]},{"partition":1,"leader":1,"replicas":[{"broker":1,"leader":true,"in_sync":true}]},{"partition":2,"leader":1,"replicas":[{"broker":1,"leader":true,"in_sync":true}]},{"partition":3,"leader":1,"replicas":[{"broker":1,"leader":true,"in_sync":true}]}]""";

    private readonly string _topic = RunningProxy.NewTopic();

    [Theory]
    [InlineData("")]
    [InlineData("/partitions")]
    [InlineData("/partitions/0")]
    public async Task A_missing_one_is_40403_and_is_not_created(string below)
    {
        (await proxy.GetAsync($"/topics/{_topic}{below}")).IsError(404, 40403, "This server does not host this topic-partition.");

        Assert.DoesNotContain(_topic, (await proxy.GetAsync("/topics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_shown_as_REST_Proxy_shows_them()
    {
        proxy.Kafka.CreateTopic(_topic, 4);

        var topic = await proxy.GetAsync($"/topics/{_topic}/");
        Assert.Equal((200, $$"""{"name":"{{_topic}}","configs":{},"partitions":{{FourPartitions}}}"""), (topic.Status, topic.Body));
        Assert.Equal(RunningProxy.V2, topic.ContentType);
        Assert.Equal(FourPartitions, (await proxy.GetAsync($"/topics/{_topic}/partitions")).Body);
        Assert.Equal(
            """{"partition":3,"leader":1,"replicas":[{"broker":1,"leader":true,"in_sync":true}]}""",
            (await proxy.GetAsync($"/topics/{_topic}/partitions/3")).Body);
        Assert.Contains(_topic, (await proxy.GetAsync("/topics")).Root.EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task A_missing_partition_is_40402_and_no_number_is_404()
    {
        proxy.Kafka.CreateTopic(_topic, 4);

        (await proxy.GetAsync($"/topics/{_topic}/partitions/4")).IsError(404, 40402, "Partition not found.");
        (await proxy.GetAsync($"/topics/{_topic}/partitions/first")).IsError(404, 404, "HTTP 404 Not Found");
    }

    [Fact]
    public async Task Brokers_and_root_answer()
    {
        Assert.Equal("""{"brokers":[1]}""", (await proxy.GetAsync("/brokers")).Body);
        Assert.Equal("{}", (await proxy.GetAsync("/")).Body);
        Assert.Equal((200, "{}"), await proxy.PostAsync("/", [], null) is var root ? (root.Status, root.Body) : default);
    }
}
