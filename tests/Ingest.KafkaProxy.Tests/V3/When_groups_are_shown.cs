using Confluent.Kafka;
using Ingest.KafkaProxy.Tests.V2.Consume;

namespace Ingest.KafkaProxy.Tests.V3;

public sealed class When_groups_are_shown(EmbeddedProxy proxy)
{
    [Fact]
    public async Task A_group_its_members_and_how_far_it_is_behind()
    {
        var v3 = await V3.OpenAsync(proxy);
        var topic = await proxy.CreateTopicAsync(2);
        await proxy.StoreAsync(topic, 0, "1", "2", "3");
        await proxy.StoreAsync(topic, 1, "4");
        var reader = await Reader.CreateAsync(proxy, "\"format\":\"json\",\"auto.offset.reset\":\"earliest\",\"auto.commit.enable\":\"false\"");
        await reader.DoAsync("/subscription", $$"""{"topics":["{{topic}}"]}""");
        await reader.ReadAsync(4);
        await reader.PostAsync("/offsets", $$"""{"offsets":[{"topic":"{{topic}}","partition":0,"offset":0},{"topic":"{{topic}}","partition":1,"offset":0}]}""");
        var (group, path) = (reader.Group, $"/consumer-groups/{reader.Group}");

        await v3.IsAsync(path, $$$"""{"kind":"KafkaConsumerGroup","metadata":{"self":"@{{{path}}}","resource_name":"crn:///kafka=#/consumer-group={{{group}}}"},"cluster_id":"#","consumer_group_id":"{{{group}}}","is_simple":false,"partition_assignor":"range","state":"STABLE","type":"UNKNOWN","is_mixed_consumer_group":false,"coordinator":{"related":"@/brokers/1"},"consumers":{"related":"@{{{path}}}/consumers"},"lag_summary":{"related":"@{{{path}}}/lag-summary"}}""");
        Assert.Contains(group, (await v3.GetAsync("/consumer-groups")).Root.GetProperty("data").EnumerateArray().Select(shown => shown.GetProperty("consumer_group_id").GetString()));
        var member = (await v3.GetAsync($"{path}/consumers")).Root.GetProperty("data")[0];
        var id = member.GetProperty("consumer_id").GetString();
        Assert.Equal("reader", member.GetProperty("client_id").GetString());
        var assignments = (await v3.GetAsync($"{path}/consumers/{id}/assignments")).Root.GetProperty("data");
        Assert.Equal(2, assignments.GetArrayLength());
        Assert.Equal(assignments[1].GetRawText(), (await v3.GetAsync($"{path}/consumers/{id}/assignments/{topic}/partitions/1")).Body);
        (await v3.GetAsync($"{path}/consumers/{id}/assignments/{topic}/partitions/2")).IsError(404, 404);

        await v3.IsAsync($"{path}/lags/{topic}/partitions/0", $$$"""{"kind":"KafkaConsumerLag","metadata":{"self":"@{{{path}}}/lags/{{{topic}}}/partitions/0","resource_name":"crn:///kafka=#/consumer-group={{{group}}}/lag={{{topic}}}/partition=0"},"cluster_id":"#","consumer_group_id":"{{{group}}}","topic_name":"{{{topic}}}","partition_id":0,"current_offset":1,"log_end_offset":3,"lag":2,"consumer_id":"{{{id}}}","instance_id":null,"client_id":"reader"}""");
        Assert.Equal(2, (await v3.GetAsync($"{path}/lags")).Root.GetProperty("data").GetArrayLength());
        var summary = (await v3.GetAsync($"{path}/lag-summary")).Root;
        Assert.Equal((2, 2, topic), (summary.GetProperty("max_lag").GetInt64(), summary.GetProperty("total_lag").GetInt64(), summary.GetProperty("max_lag_topic_name").GetString()));
    }

    [Fact]
    public async Task Its_name_may_hold_slashes_and_its_topics_may_be_gone()
    {
        var v3 = await V3.OpenAsync(proxy);
        var (gone, kept, group) = (await proxy.CreateTopicAsync(), await proxy.CreateTopicAsync(), $"team/{Guid.NewGuid():N}/%2F");
        using (var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = proxy.BootstrapServers, GroupId = group }).Build())
        {
            consumer.Commit([new(gone, 0, 0), new(kept, 0, 0)]);
        }

        await v3.SendAsync(HttpMethod.Delete, $"/topics/{gone}");

        var path = $"/consumer-groups/{Uri.EscapeDataString(group)}";
        Assert.Equal(group, (await v3.GetAsync(path)).Root.GetProperty("consumer_group_id").GetString());
        Assert.Equal(kept, Assert.Single((await v3.GetAsync($"{path}/lags")).Root.GetProperty("data").EnumerateArray()).GetProperty("topic_name").GetString());
        Assert.Equal("null", (await v3.GetAsync($"{path}/lag-summary")).Root.GetProperty("max_lag_consumer").GetRawText());
    }

    [Fact]
    public async Task One_that_is_not_there_is_40405()
    {
        var v3 = await V3.OpenAsync(proxy);

        (await v3.GetAsync("/consumer-groups/nobody")).IsError(404, 40405);
        (await v3.GetAsync("/consumer-groups/nobody/lags")).IsError(404, 40405);
    }
}
