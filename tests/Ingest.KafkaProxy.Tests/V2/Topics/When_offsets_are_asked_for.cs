namespace Ingest.KafkaProxy.Tests.V2.Topics;

public sealed class When_offsets_are_asked_for(EmbeddedProxy proxy)
{
    [Fact]
    public async Task The_first_and_the_next_one_are_told()
    {
        var topic = await proxy.CreateTopicAsync(2);
        await proxy.StoreAsync(topic, 1, "1", "2");

        Assert.Equal("""{"beginning_offset":0,"end_offset":0}""", (await proxy.SendAsync(HttpMethod.Get, $"/topics/{topic}/partitions/0/offsets")).Body);
        Assert.Equal("""{"beginning_offset":0,"end_offset":2}""", (await proxy.SendAsync(HttpMethod.Get, $"/topics/{topic}/partitions/1/offsets")).Body);
    }

    [Fact]
    public async Task A_missing_partition_is_40402_and_a_missing_topic_40403_which_is_not_created()
    {
        var topic = await proxy.CreateTopicAsync();

        (await proxy.SendAsync(HttpMethod.Get, $"/topics/{topic}/partitions/1/offsets")).IsError(404, 40402);
        (await proxy.SendAsync(HttpMethod.Get, "/topics/not-there/partitions/0/offsets")).IsError(404, 40403);
        Assert.DoesNotContain("not-there", (await proxy.SendAsync(HttpMethod.Get, "/topics")).Body, StringComparison.Ordinal);
    }
}
