namespace Ingest.KafkaProxy.Tests.V3;

public sealed class When_settings_are_changed(EmbeddedProxy proxy)
{
    [Fact]
    public async Task One_of_a_topic_is_set_and_set_back()
    {
        var v3 = await V3.OpenAsync(proxy);
        var topic = await proxy.CreateTopicAsync();
        var path = $"/topics/{topic}/configs/retention.ms";
        var before = (await v3.GetAsync(path)).Body;
        Assert.Contains("\"is_default\":true", before, StringComparison.Ordinal);

        Assert.Equal((204, ""), await v3.SendAsync(HttpMethod.Put, path, """{"value":"60000"}""") is var set ? (set.Status, set.Body) : default);
        var after = (await v3.GetAsync(path)).Body;
        Assert.StartsWith(
            $$$"""{"kind":"KafkaTopicConfig","metadata":{"self":"{{{v3.Url}}}{{{path}}}","resource_name":"crn:///kafka={{{v3.ClusterId}}}/topic={{{topic}}}/config=retention.ms"},"cluster_id":"{{{v3.ClusterId}}}","topic_name":"{{{topic}}}","name":"retention.ms","value":"60000","is_default":false,"is_read_only":false,"is_sensitive":false,"source":"DYNAMIC_TOPIC_CONFIG","synonyms":[{"name":"retention.ms","value":"60000","source":"DYNAMIC_TOPIC_CONFIG"}""",
            after, StringComparison.Ordinal);

        Assert.Equal(204, (await v3.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(before, (await v3.GetAsync(path)).Body);
    }

    [Fact]
    public async Task Several_are_changed_at_once_or_none()
    {
        var v3 = await V3.OpenAsync(proxy);
        var topic = await proxy.CreateTopicAsync();
        var alter = $"/topics/{topic}/configs:alter";

        Assert.Equal(204, (await v3.SendAsync(HttpMethod.Post, alter, """{"data":[{"name":"retention.ms","value":"1000"},{"name":"max.message.bytes","value":2000}]}""")).Status);
        Assert.Equal(("1000", "2000"), (await ValueAsync("retention.ms"), await ValueAsync("max.message.bytes")));
        Assert.Equal(204, (await v3.SendAsync(HttpMethod.Post, alter, """{"data":[{"name":"retention.ms","operation":"DELETE"}]}""")).Status);
        Assert.NotEqual("1000", await ValueAsync("retention.ms"));
        Assert.Equal(204, (await v3.SendAsync(HttpMethod.Post, alter, """{"data":[{"name":"max.message.bytes","value":"3000"}],"validate_only":true}""")).Status);
        Assert.Equal("2000", await ValueAsync("max.message.bytes"));
        (await v3.SendAsync(HttpMethod.Post, alter, """{"data":[{"name":"max.message.bytes","value":"4000"},{"name":"retention.ms","value":"soon"}]}""")).IsError(400, 40002);
        Assert.Equal("2000", await ValueAsync("max.message.bytes"));
        (await v3.SendAsync(HttpMethod.Post, alter, """{"data":[{"name":"no.such","value":"1"}]}""")).IsError(404, 404, "no.such");
        (await v3.SendAsync(HttpMethod.Post, alter, """{"data":[{"name":"retention.ms","operation":"ADD"}]}""")).IsError(400, 400, "data[0].operation");
        (await v3.SendAsync(HttpMethod.Post, alter, "{}")).IsError(422, 422, "data is missing");

        async Task<string?> ValueAsync(string name) => (await v3.GetAsync($"/topics/{topic}/configs/{name}")).Root.GetProperty("value").GetString();
    }

    [Fact]
    public async Task Those_of_a_topic_and_of_a_broker_are_listed()
    {
        var v3 = await V3.OpenAsync(proxy);
        var topic = await proxy.CreateTopicAsync();

        var configs = await v3.GetAsync($"/topics/{topic}/configs");
        Assert.Equal("KafkaTopicConfigList", configs.Root.GetProperty("kind").GetString());
        Assert.Contains("cleanup.policy", configs.Root.GetProperty("data").EnumerateArray().Select(config => config.GetProperty("name").GetString()));
        (await v3.GetAsync($"/topics/{topic}/configs/no.such")).IsError(404, 404);
        (await v3.GetAsync("/topics/missing/configs")).IsError(404, 40403);
        Assert.Equal("KafkaBrokerConfigList", (await v3.GetAsync("/brokers/1/configs")).Root.GetProperty("kind").GetString());
        Assert.Equal((await v3.GetAsync("/brokers/1/configs")).Root.GetProperty("data").GetRawText(), (await v3.GetAsync("/brokers/-/configs")).Root.GetProperty("data").GetRawText());
        Assert.Contains(
            $"{v3.Url}/topics/{topic}/configs/cleanup.policy",
            (await v3.GetAsync("/topics/-/configs")).Root.GetProperty("data").EnumerateArray().Select(config => config.GetProperty("metadata").GetProperty("self").GetString()));
    }

    [Fact]
    public async Task Those_of_all_brokers_are_shown_and_cannot_be_changed()
    {
        var v3 = await V3.OpenAsync(proxy);

        await v3.IsAsync("/broker-configs", """{"kind":"KafkaClusterConfigList","metadata":{"self":"@/broker-configs","next":null},"data":[]}""");
        (await v3.GetAsync("/broker-configs/log.retention.ms")).IsError(404, 404);
        (await v3.SendAsync(HttpMethod.Put, "/broker-configs/log.retention.ms", """{"value":"1"}""")).IsError(400, 40002, "brokers/{id}/configs");
        (await v3.SendAsync(HttpMethod.Post, "/broker-configs:alter", """{"data":[]}""")).IsError(400, 40002);
    }
}
