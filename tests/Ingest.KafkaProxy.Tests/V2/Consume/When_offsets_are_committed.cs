namespace Ingest.KafkaProxy.Tests.V2.Consume;

public sealed class When_offsets_are_committed(EmbeddedProxy proxy)
{
    private const string ByHand = "\"format\":\"json\",\"auto.offset.reset\":\"earliest\",\"auto.commit.enable\":\"false\"";

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task Without_a_list_it_is_all_that_was_read(string? body)
    {
        var topic = await proxy.CreateTopicAsync(2);
        await proxy.StoreAsync(topic, 0, "1", "2", "3");
        var reader = await Reader.CreateAsync(proxy, ByHand);
        await reader.AssignAsync(topic, 0, 1);
        await reader.ReadAsync(3);

        Assert.Equal("""{"offsets":[]}""", (await reader.GetAsync("/offsets", Reader.Partitions(topic, 0, 1))).Body);
        Assert.Equal((200, "[]"), await reader.PostAsync("/offsets", body) is var done ? (done.Status, done.Body) : default);
        Assert.Equal(
            $$"""{"offsets":[{"topic":"{{topic}}","partition":0,"offset":3,"metadata":""}]}""", (await reader.GetAsync("/offsets", Reader.Partitions(topic, 0, 1))).Body);
    }

    [Fact]
    public async Task A_named_offset_is_that_of_the_last_record_done_and_the_next_reader_goes_on_behind_it()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "1", "2", "3");
        var first = await Reader.CreateAsync(proxy, ByHand);
        await first.AssignAsync(topic, 0);
        await first.ReadAsync(3);

        Assert.Equal("[]", (await first.PostAsync("/offsets", $$"""{"offsets":[{"topic":"{{topic}}","partition":0,"offset":0,"metadata":"m"}]}""")).Body);
        Assert.Equal(1, Assert.Single(await first.CommittedAsync(topic, 0)));

        await first.DeleteAsync();
        var second = await Reader.CreateAsync(proxy, ByHand, first.Group, "second");
        await second.DoAsync("/subscription", $$"""{"topics":["{{topic}}"]}""");
        Assert.Equal(["2", "3"], await second.ReadAsync(2));
    }

    [Fact]
    public async Task By_itself_it_commits_what_was_handed_out_when_it_is_deleted_and_no_more()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "1", "2", "3");
        var reader = await Reader.CreateAsync(proxy);
        await reader.DoAsync("/subscription", $$"""{"topics":["{{topic}}"]}""");
        while ((await reader.GetAsync("/records?timeout=2000&max_bytes=1")).Body == "[]")
        {
        }

        await reader.DeleteAsync();

        Assert.Equal(1, Assert.Single(await (await Reader.CreateAsync(proxy, ByHand, reader.Group, "next")).CommittedAsync(topic, 0)));
    }

    [Theory]
    [InlineData("""{"offsets":[{"topic":"t","partition":0}]}""", 422, "offsets[0].offset is missing")]
    [InlineData("""{"offsets":[{"partition":0,"offset":1}]}""", 422, "offsets[0].topic is missing")]
    [InlineData("""{"offsets":[{"topic":"t","partition":-1,"offset":1}]}""", 422, "partition has to be from 0")]
    [InlineData("""{"offsets":[{"topic":"t","partition":0,"offset":1,"x":1}]}""", 422, "Unrecognized field: x in offsets[0]")]
    [InlineData("""{"offsets":{}}""", 400, "offsets has to be an array")]
    public async Task What_is_no_list_of_offsets_is_refused(string body, int status, string message) =>
        (await (await Reader.CreateAsync(proxy)).PostAsync("/offsets", body)).IsError(status, status, message);

    [Fact]
    public async Task Asking_without_partitions_is_40402() => (await (await Reader.CreateAsync(proxy)).GetAsync("/offsets")).IsError(404, 40402);
}
