namespace Ingest.KafkaProxy.Tests.V3;

public sealed class When_topics_are_managed(EmbeddedProxy proxy)
{
    private readonly string _topic = RunningProxy.NewTopic();

    [Fact]
    public async Task One_is_created_shown_widened_and_deleted()
    {
        var v3 = await V3.OpenAsync(proxy);
        var created = await v3.SendAsync(HttpMethod.Post, "/topics", $$"""{"topic_name":"{{_topic}}","partitions_count":2,"replication_factor":1,"configs":[{"name":"retention.ms","value":"60000"}]}""");
        Assert.Equal(201, created.Status);
        Assert.Equal(Topic(2).Replace("@", v3.Url, StringComparison.Ordinal).Replace("#", v3.ClusterId, StringComparison.Ordinal), created.Body);
        await v3.IsAsync($"/topics/{_topic}", Topic(2));
        Assert.Contains(_topic, (await v3.GetAsync("/topics")).Root.GetProperty("data").EnumerateArray().Select(topic => topic.GetProperty("topic_name").GetString()));

        Assert.Equal(200, (await v3.SendAsync(HttpMethod.Patch, $"/topics/{_topic}", """{"partitions_count":3}""")).Status);
        await v3.IsAsync($"/topics/{_topic}", Topic(3));
        (await v3.SendAsync(HttpMethod.Patch, $"/topics/{_topic}", """{"partitions_count":2}""")).IsError(400, 40002);

        Assert.Equal((204, ""), await v3.SendAsync(HttpMethod.Delete, $"/topics/{_topic}") is var gone ? (gone.Status, gone.Body) : default);
        (await v3.GetAsync($"/topics/{_topic}")).IsError(404, 40403);
        (await v3.SendAsync(HttpMethod.Delete, $"/topics/{_topic}")).IsError(404, 40403);
    }

    [Fact]
    public async Task One_is_created_on_the_brokers_that_it_names()
    {
        var v3 = await V3.OpenAsync(proxy);

        Assert.Equal(201, (await v3.SendAsync(HttpMethod.Post, "/topics", $$"""{"topic_name":"{{_topic}}","replicas_assignments":{"1":[1],"0":[1]},"configs":[{"name":"retention.ms","value":null}]}""")).Status);

        await v3.IsAsync($"/topics/{_topic}", Topic(2));
    }

    [Theory]
    [InlineData("\"partitions_count\":2", 0, 2)]
    [InlineData("\"replication_factor\":1", 1, 0)]
    [InlineData("\"replicas_assignments\":{\"0\":[1]}", 1, 1)]
    public async Task One_that_is_only_tried_is_not_there(string counts, int replicationFactor, int partitions)
    {
        var v3 = await V3.OpenAsync(proxy);

        var tried = await v3.SendAsync(HttpMethod.Post, "/topics", $$"""{"topic_name":"{{_topic}}",{{counts}},"validate_only":true}""");
        Assert.Equal(
            (201, replicationFactor, partitions),
            (tried.Status, tried.Root.GetProperty("replication_factor").GetInt32(), tried.Root.GetProperty("partitions_count").GetInt32()));

        (await v3.GetAsync($"/topics/{_topic}")).IsError(404, 40403);
    }

    [Fact]
    public async Task One_that_exists_is_40002()
    {
        var v3 = await V3.OpenAsync(proxy);
        var topic = await proxy.CreateTopicAsync();

        (await v3.SendAsync(HttpMethod.Post, "/topics", $$"""{"topic_name":"{{topic}}"}""")).IsError(400, 40002, $"Topic '{topic}' already exists.");
    }

    [Theory]
    [InlineData(null, 422, 42206, "Request body is empty")]
    [InlineData("{}", 422, 422, "topic_name is missing")]
    [InlineData("""{"topic_name":"a b"}""", 400, 40002, "")]
    [InlineData("""{"topic_name":"x","partitions_count":0}""", 400, 40002, "partitions_count has to be from 1")]
    [InlineData("""{"topic_name":"x","replication_factor":3}""", 400, 40002, "")]
    [InlineData("""{"topic_name":"x","configs":[{"name":"no.such","value":"1"}]}""", 400, 40002, "no.such")]
    [InlineData("""{"topic_name":"x","configs":[{"value":"1"}]}""", 422, 422, "configs[0].name is missing")]
    [InlineData("""{"topic_name":"x","replicas_assignments":{"0":"1"}}""", 400, 400, "replicas_assignments")]
    [InlineData("""{"topic_name":"x","replicas_assignments":{}}""", 400, 40002, "every partition from 0 on")]
    [InlineData("""{"topic_name":"x","replicas_assignments":{"0":null}}""", 400, 40002, "every partition from 0 on")]
    [InlineData("""{"topic_name":"x","replicas_assignments":{"0":[]}}""", 400, 40002, "every partition from 0 on")]
    [InlineData("""{"topic_name":"x","replicas_assignments":{"1":[1]}}""", 400, 40002, "every partition from 0 on")]
    [InlineData("""{"topic_name":"x","replicas_assignments":{"0":[7]}}""", 400, 40002, "")]
    [InlineData("""{"topic_name":"x","configs":[{"name":"retention.ms","value":"1"},{"name":"retention.ms","value":"2"}]}""", 400, 40002, "retention.ms twice")]
    [InlineData("""{"topic_name":"x","size":1}""", 422, 422, "Unrecognized field: size")]
    [InlineData("""{"topic_name":""", 400, 400, "Malformed JSON")]
    public async Task What_cannot_be_created_is_refused(string? body, int status, int code, string message) =>
        (await (await V3.OpenAsync(proxy)).SendAsync(HttpMethod.Post, "/topics", body)).IsError(status, code, message);

    [Theory]
    [InlineData("text/plain", 415, 415)]
    [InlineData("application/json; charset=utf-16", 400, 400)]
    [InlineData("application/json; charset=ISO-8859-1", 422, 422)] // read, and found to be no topic
    public async Task Only_JSON_is_taken(string contentType, int status, int code)
    {
        var v3 = await V3.OpenAsync(proxy);

        (await proxy.SendAsync(HttpMethod.Post, $"/v3/clusters/{v3.ClusterId}/topics", """{"topic":"x"}""", contentType: contentType)).IsError(status, code);
    }

    [Fact]
    public async Task An_internal_one_is_not_deleted()
    {
        var v3 = await V3.OpenAsync(proxy);
        await v3.SendAsync(HttpMethod.Post, "/topics", """{"topic_name":"_internal"}""");

        (await v3.SendAsync(HttpMethod.Delete, "/topics/_internal")).IsError(403, 40301, "cannot be deleted");
        Assert.Equal(200, (await v3.GetAsync("/topics/_internal")).Status);
    }

    [Fact]
    public async Task Partitions_replicas_and_offsets_are_shown()
    {
        var v3 = await V3.OpenAsync(proxy);
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "1", "2");
        var name = $"crn:///kafka=#/topic={topic}/partition=0";
        var self = $"@/topics/{topic}/partitions/0";
        var partition = $$$"""{"kind":"KafkaPartition","metadata":{"self":"{{{self}}}","resource_name":"{{{name}}}"},"cluster_id":"#","topic_name":"{{{topic}}}","partition_id":0,"leader":{"related":"{{{self}}}/replicas/1"},"replicas":{"related":"{{{self}}}/replicas"},"reassignment":{"related":"{{{self}}}/reassignment"}}""";
        var replica = $$$"""{"kind":"KafkaReplica","metadata":{"self":"{{{self}}}/replicas/1","resource_name":"{{{name}}}/replica=1"},"cluster_id":"#","topic_name":"{{{topic}}}","partition_id":0,"broker_id":1,"is_leader":true,"is_in_sync":true,"broker":{"related":"@/brokers/1"}}""";

        await v3.IsAsync($"/topics/{topic}/partitions/0", partition);
        await v3.IsAsync($"/topics/{topic}/partitions", $$"""{"kind":"KafkaPartitionList","metadata":{"self":"@/topics/{{topic}}/partitions","next":null},"data":[{{partition}}]}""");
        await v3.IsAsync($"/topics/{topic}/partitions/0/replicas/1", replica);
        await v3.IsAsync($"/topics/{topic}/partitions/0/replicas", $$"""{"kind":"KafkaReplicaList","metadata":{"self":"{{self}}/replicas","next":null},"data":[{{replica}}]}""");
        var offsets = (await v3.GetAsync($"/topics/{topic}/partitions/0/offset?offset_type=earliest_and_latest")).Root;
        Assert.Equal((0, 2), (offsets.GetProperty("earliest_offset").GetInt64(), offsets.GetProperty("latest_offset").GetInt64()));
        (await v3.GetAsync($"/topics/{topic}/partitions/0/offset?offset_type=middle")).IsError(400, 400, "offset_type");
        await v3.IsAsync($"/topics/{topic}/partitions/0/offset", $$$"""{"kind":"KafkaPartitionWithOffsets","metadata":{"self":"{{{self}}}/offset","resource_name":"{{{name}}}/offset"},"cluster_id":"#","topic_name":"{{{topic}}}","partition_id":0,"earliest_offset":0,"latest_offset":2}""");
        (await v3.GetAsync($"/topics/{topic}/partitions/1")).IsError(404, 40402);
        (await v3.GetAsync($"/topics/{topic}/partitions/00")).IsError(404, 404);
        (await v3.GetAsync($"/topics/{topic}/partitions/0/reassignment")).IsError(501, 501);
        (await v3.GetAsync("/topics/-/partitions/-/reassignment")).IsError(501, 501);
        Assert.Contains(
            $"{v3.Url}/topics/{topic}/partitions/0/replicas/1",
            (await v3.GetAsync("/brokers/1/partition-replicas")).Root.GetProperty("data").EnumerateArray().Select(shown => shown.GetProperty("metadata").GetProperty("self").GetString()));
        (await v3.GetAsync($"/topics/{topic}/partitions/0/replicas/2")).IsError(404, 404);
        (await v3.GetAsync("/topics/missing/partitions")).IsError(404, 40403);
    }

    private string Topic(int partitions) =>
        $$$"""{"kind":"KafkaTopic","metadata":{"self":"@/topics/{{{_topic}}}","resource_name":"crn:///kafka=#/topic={{{_topic}}}"},"cluster_id":"#","topic_name":"{{{_topic}}}","is_internal":false,"replication_factor":1,"partitions_count":{{{partitions}}},"partitions":{"related":"@/topics/{{{_topic}}}/partitions"},"configs":{"related":"@/topics/{{{_topic}}}/configs"},"partition_reassignments":{"related":"@/topics/{{{_topic}}}/partitions/-/reassignment"},"authorized_operations":[]}""";
}
