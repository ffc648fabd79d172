namespace Ingest.KafkaProxy.Tests.V3;

public sealed class When_the_cluster_is_shown(EmbeddedProxy proxy)
{
    private const string Cluster =
        """{"kind":"KafkaCluster","metadata":{"self":"@","resource_name":"crn:///kafka=#"},"cluster_id":"#","controller":{"related":"@/brokers/1"},"acls":{"related":"@/acls"},"brokers":{"related":"@/brokers"},"broker_configs":{"related":"@/broker-configs"},"consumer_groups":{"related":"@/consumer-groups"},"topics":{"related":"@/topics"},"partition_reassignments":{"related":"@/topics/-/partitions/-/reassignment"}}""";

    [Fact]
    public async Task It_is_the_only_one()
    {
        var v3 = await V3.OpenAsync(proxy);
        await v3.IsAsync("", Cluster);

        var all = await proxy.SendAsync(HttpMethod.Get, "/v3/clusters/");
        Assert.Equal(
            $$$"""{"kind":"KafkaClusterList","metadata":{"self":"{{{v3.Url[..v3.Url.LastIndexOf('/')]}}}","next":null},"data":[{{{(await v3.GetAsync("")).Body}}}]}""", all.Body);
        (await proxy.SendAsync(HttpMethod.Get, "/v3/clusters/another")).IsError(404, 404, "Cluster another cannot be found.");
    }

    [Fact]
    public async Task Its_brokers_are_shown()
    {
        var v3 = await V3.OpenAsync(proxy);
        var port = proxy.BootstrapServers.Split(':')[1];
        var broker = $$$"""{"kind":"KafkaBroker","metadata":{"self":"@/brokers/1","resource_name":"crn:///kafka=#/broker=1"},"cluster_id":"#","broker_id":1,"host":"127.0.0.1","port":{{{port}}},"rack":null,"configs":{"related":"@/brokers/1/configs"},"partition_replicas":{"related":"@/brokers/1/partition-replicas"}}""";

        await v3.IsAsync("/brokers/1", broker);
        await v3.IsAsync("/brokers", $$"""{"kind":"KafkaBrokerList","metadata":{"self":"@/brokers","next":null},"data":[{{broker}}]}""");
        (await v3.GetAsync("/brokers/7")).IsError(404, 404);
        (await v3.GetAsync("/brokers/one")).IsError(404, 404);
    }

    [Fact]
    public async Task Links_are_of_the_public_address_if_that_is_known()
    {
        await using var behind = await proxy.StartProxyAsync(("KafkaRest:PublicUrl", "https://data.example.com/stage"));

        var answer = await EmbeddedProxy.SendAsync(behind, HttpMethod.Get, "/v3/clusters");

        Assert.Equal("https://data.example.com/stage/v3/clusters", answer.Root.GetProperty("metadata").GetProperty("self").GetString());
    }
}
