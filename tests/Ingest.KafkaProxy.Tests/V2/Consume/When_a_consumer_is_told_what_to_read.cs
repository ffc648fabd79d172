namespace Ingest.KafkaProxy.Tests.V2.Consume;

public sealed class When_a_consumer_is_told_what_to_read(EmbeddedProxy proxy)
{
    [Fact]
    public async Task A_pattern_matches_whole_names_and_its_topics_are_shown()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "1");
        var reader = await Reader.CreateAsync(proxy);
        await reader.DoAsync("/subscription", $$"""{"topic_pattern":"{{topic[..^2]}}.."}""");

        Assert.Equal(["1"], await reader.ReadAsync(1));
        Assert.Equal($$"""{"topics":["{{topic}}"]}""", (await reader.GetAsync("/subscription")).Body);
    }

    [Fact]
    public async Task A_subscription_ends_and_another_begins()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "1");
        var reader = await Reader.CreateAsync(proxy);
        await reader.DoAsync("/subscription", """{"topics":["nothing-is-here"]}""");
        Assert.Equal((204, ""), await reader.DeleteAsync("/subscription") is var gone ? (gone.Status, gone.Body) : default);
        Assert.Equal("""{"topics":[]}""", (await reader.GetAsync("/subscription")).Body);

        await reader.AssignAsync(topic, 0);
        Assert.Equal(["1"], await reader.ReadAsync(1));
    }

    [Fact]
    public async Task A_subscription_and_an_assignment_exclude_each_other()
    {
        var subscriber = await Reader.CreateAsync(proxy);
        await subscriber.DoAsync("/subscription", """{"topics":["a"]}""");
        (await subscriber.PostAsync("/assignments", Reader.Partitions("a", 0))).IsError(409, 40903);
        (await subscriber.PostAsync("/subscription", """{"topics":["a"],"topic_pattern":"b"}""")).IsError(409, 40903);
        (await subscriber.PostAsync("/subscription", "{}")).IsError(422, 422, "topics or topic_pattern is missing");
        (await subscriber.PostAsync("/subscription", """{"topic_pattern":"("}""")).IsError(422, 422, "topic_pattern");
        (await subscriber.PostAsync("/subscription", """{"topics":[""]}""")).IsError(422, 422, "topics");

        var topic = await proxy.CreateTopicAsync();
        var assigned = await Reader.CreateAsync(proxy);
        await assigned.AssignAsync(topic, 0);
        (await assigned.PostAsync("/subscription", """{"topics":["a"]}""")).IsError(409, 40903);
    }

    [Fact]
    public async Task Positions_lead_to_offsets_to_times_to_the_beginning_and_to_the_end()
    {
        var topic = await proxy.CreateTopicAsync(2);
        await proxy.StoreAsync(topic, 0, "1", "2", "3");
        var reader = await Reader.CreateAsync(proxy);
        (await reader.PostAsync("/positions/beginning", Reader.Partitions(topic, 0))).IsError(409, 40903, $"{topic}-0");
        await reader.AssignAsync(topic, 0, 1);
        Assert.Equal(["1", "2", "3"], await reader.ReadAsync(3));

        await reader.DoAsync("/positions", $$"""{"offsets":[{"topic":"{{topic}}","partition":0,"offset":1}]}""");
        Assert.Equal(["2", "3"], await reader.ReadAsync(2));
        await reader.DoAsync("/positions", $$"""{"timestamps":[{"topic":"{{topic}}","partition":0,"timestamp":"2023-01-01T00:00:00Z"}]}""");
        Assert.Equal(["1", "2", "3"], await reader.ReadAsync(3));
        await reader.DoAsync("/positions/beginning", Reader.Partitions(topic, 0));
        Assert.Equal(["1", "2", "3"], await reader.ReadAsync(3));
        await reader.DoAsync("/positions", $$"""{"timestamps":[{"topic":"{{topic}}","partition":0,"timestamp":1700000000001}]}""");
        Assert.Equal("[]", (await reader.GetAsync("/records?timeout=300")).Body);

        for (var i = 0; i < 20; i++)
        {
            await reader.DoAsync("/positions/beginning", Reader.Partitions(topic, 0));
            await reader.DoAsync("/positions/end", Reader.Partitions(topic, 0));
        }

        await reader.DoAsync("/positions/end", Reader.Partitions(topic, 0));
        Assert.Equal("[]", (await reader.GetAsync("/records?timeout=300")).Body);
        await proxy.StoreAsync(topic, 0, "4");
        Assert.Equal(["4"], await reader.ReadAsync(1));
        (await reader.PostAsync("/positions", $$"""{"timestamps":[{"topic":"{{topic}}","partition":0,"timestamp":"soon"}]}""")).IsError(400, 400, "timestamps[0].timestamp");
        (await reader.PostAsync("/positions", "{}")).IsError(422, 422, "offsets or timestamps is missing");
        (await reader.PostAsync("/assignments", Reader.Partitions("missing", 0))).IsError(404, 40403);
        (await reader.PostAsync("/assignments", Reader.Partitions(topic, 99))).IsError(404, 40402);
    }

    [Fact]
    public async Task Two_of_a_group_share_the_partitions_and_one_that_goes_leaves_its_own()
    {
        var topic = await proxy.CreateTopicAsync(2);
        var first = await Reader.CreateAsync(proxy);
        var second = await Reader.CreateAsync(proxy, group: first.Group, name: "second");
        await first.DoAsync("/subscription", $$"""{"topics":["{{topic}}"]}""");
        await second.DoAsync("/subscription", $$"""{"topics":["{{topic}}"]}""");
        while (await PartitionsAsync(first) != 1 || await PartitionsAsync(second) != 1)
        {
            await Task.WhenAll(first.GetAsync("/records?timeout=100"), second.GetAsync("/records?timeout=100"));
        }

        await second.DeleteAsync();
        while (await PartitionsAsync(first) != 2)
        {
            await first.GetAsync("/records?timeout=100");
        }

        static async Task<int> PartitionsAsync(Reader reader) => (await reader.GetAsync("/assignments")).Root.GetProperty("partitions").GetArrayLength();
    }
}
