using System.Text;
using Confluent.Kafka;
using Ingest.Testing;

namespace Ingest.SchemaRegistry.Tests.Storage;

public sealed class When_registries_share_a_topic(RunningRegistry registry)
{
    private readonly string _topic = $"_schemas-{Guid.NewGuid():N}";

    [Fact]
    public async Task One_that_starts_later_has_all_that_the_earlier_kept()
    {
        string[] paths = ["/subjects?deleted=true", "/schemas?deleted=true", "/config/a", "/mode/a", "/subjects/b/versions?deleted=true"];
        string[] before;
        await using (var first = await registry.StartAsync(_topic))
        {
            await RegisterAsync(first, "a", "\"string\"");
            await RegisterAsync(first, "b", "\"long\"");
            await RunningRegistry.SendAsync(first, HttpMethod.Put, "/config/a", """{"compatibility":"FULL"}""");
            await RunningRegistry.SendAsync(first, HttpMethod.Put, "/mode/a", """{"mode":"READONLY"}""");
            await RunningRegistry.SendAsync(first, HttpMethod.Delete, "/subjects/b");
            before = await ReadAsync(first, paths);
        }

        await using var second = await registry.StartAsync(_topic);

        Assert.Equal(before, await ReadAsync(second, paths));
    }

    [Fact]
    public async Task Records_are_those_of_Confluents_registry()
    {
        await using (var first = await registry.StartAsync(_topic))
        {
            await RegisterAsync(first, "a", "\"string\"");
            await RunningRegistry.SendAsync(first, HttpMethod.Put, "/config", """{"compatibility":"FULL"}""");
            await RunningRegistry.SendAsync(first, HttpMethod.Delete, "/subjects/a");
            await RunningRegistry.SendAsync(first, HttpMethod.Delete, "/subjects/a?permanent=true");
        }

        Assert.Equal(
            [
                """{"keytype":"SCHEMA","subject":"a","version":1,"magic":1} {"subject":"a","version":1,"id":1,"schema":"\u0022string\u0022","deleted":false}""",
                """{"keytype":"CONFIG","subject":null,"magic":0} {"subject":null,"compatibilityLevel":"FULL"}""",
                """{"keytype":"DELETE_SUBJECT","subject":"a","magic":0} {"subject":"a","version":1}""",
                """{"keytype":"SCHEMA","subject":"a","version":1,"magic":1} null""",
            ],
            Read(4));
    }

    [Fact]
    public async Task What_is_no_registrys_is_passed_over()
    {
        await using (await registry.StartAsync(_topic))
        {
            using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = registry.BootstrapServers }).Build();
            foreach (var key in new[] { "nonsense", "[]", """{"keytype":"NOOP","magic":0}""", """{"keytype":"SCHEMA"}""" })
            {
                await producer.ProduceAsync(_topic, new() { Key = key, Value = "{}" }, TestContext.Current.CancellationToken);
            }
        }

        await using var second = await registry.StartAsync(_topic);
        await RegisterAsync(second, "a", "\"string\"");
        Assert.Equal("""["a"]""", (await RunningRegistry.SendAsync(second, HttpMethod.Get, "/subjects")).Body);
    }

    [Fact]
    public async Task One_of_them_takes_the_changes_and_when_it_stops_the_other_does()
    {
        var first = await registry.StartAsync(_topic);
        await RegisterAsync(first, "a", "\"string\"");
        var second = await registry.StartAsync(_topic);
        var answers = await Eventually.BecomesAsync(
            async () => new[] { await TryRegisterAsync(first, "b"), await TryRegisterAsync(second, "b") }, both => both.Count(answer => answer.Status == 200) == 1, "one of the two refuses");
        answers.Single(answer => answer.Status != 200).IsError(500, 50004);
        var (leader, other) = answers[0].Status == 200 ? (first, second) : (second, first);
        Assert.Equal("[1]", (await RunningRegistry.SendAsync(other, HttpMethod.Get, "/subjects/b/versions")).Body);

        await leader.DisposeAsync();

        await using (other)
        {
            await Eventually.IsTrueAsync(async () => (await TryRegisterAsync(other, "c")).Status == 200, "the other takes the changes", TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task Many_that_are_registered_at_once_have_ids_and_versions_of_their_own()
    {
        await using var first = await registry.StartAsync(_topic);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            var schema = $$"""{"type":"record","name":"R","fields":[{"name":"f{{i}}","type":"int","default":0}]}""";
            var answer = await RunningRegistry.SendAsync(first, HttpMethod.Post, $"/subjects/s{i % 3}/versions", RunningRegistry.Body(schema));
            Assert.True(answer.Status == 200, answer.Body);
            return (Schema: schema, Subject: $"s{i % 3}", Id: answer.Root.GetProperty("id").GetInt32(), Version: answer.Root.GetProperty("version").GetInt32());
        }));

        Assert.Equal(Enumerable.Range(1, 60), answers.Select(answer => answer.Id).Order());
        await using var second = await registry.StartAsync(_topic);
        foreach (var (schema, subject, id, version) in answers)
        {
            Assert.Equal(schema, (await RunningRegistry.SendAsync(second, HttpMethod.Get, $"/schemas/ids/{id}/schema")).Body);
            Assert.Equal(schema, (await RunningRegistry.SendAsync(second, HttpMethod.Get, $"/subjects/{subject}/versions/{version}/schema")).Body);
        }
    }

    private static async Task RegisterAsync(RunningService service, string subject, string schema) =>
        Assert.Equal(200, (await RunningRegistry.SendAsync(service, HttpMethod.Post, $"/subjects/{subject}/versions", RunningRegistry.Body(schema))).Status);

    private static Task<Answer> TryRegisterAsync(RunningService service, string subject) =>
        RunningRegistry.SendAsync(service, HttpMethod.Post, $"/subjects/{subject}/versions", RunningRegistry.Body("\"long\""));

    private static Task<string[]> ReadAsync(RunningService service, string[] paths) =>
        Task.WhenAll(paths.Select(async path => (await RunningRegistry.SendAsync(service, HttpMethod.Get, path)).Body));

    private string[] Read(int count)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]?>(new ConsumerConfig { BootstrapServers = registry.BootstrapServers, GroupId = "test" }).Build();
        consumer.Assign(new TopicPartitionOffset(_topic, 0, Offset.Beginning));
        return [.. Enumerable.Range(0, count).Select(_ => consumer.Consume(TimeSpan.FromSeconds(10)) ?? throw new TimeoutException())
            .Select(record => $"{Encoding.UTF8.GetString(record.Message.Key)} {(record.Message.Value is { } value ? Encoding.UTF8.GetString(value) : "null")}")];
    }
}
