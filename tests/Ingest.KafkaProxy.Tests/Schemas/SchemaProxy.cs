using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.Schemas;

/// <summary>A proxy with a schema registry, both before the shared broker.</summary>
public sealed class SchemaProxy(EmbeddedProxy kafka) : IAsyncLifetime
{
    public EmbeddedProxy Kafka => kafka;

    public RunningService Registry { get; private set; } = null!;

    public RunningService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Registry = await RunningService.StartAsync(Ingest.SchemaRegistry.Program.Build, ("Kafka:BootstrapServers", kafka.BootstrapServers));
        Service = await kafka.StartProxyAsync(("KafkaRest:SchemaRegistry:Url", Registry.Url.ToString()));
        await Eventually.IsTrueAsync(async () => (await Registry.Client.GetAsync("/healthz/ready")).IsSuccessStatusCode, "the registry is ready");
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Registry.DisposeAsync();
    }

    public Task<Answer> ProduceAsync(string topic, string format, string body) =>
        EmbeddedProxy.SendAsync(Service, HttpMethod.Post, $"/topics/{topic}", body, contentType: $"application/vnd.kafka.{format}.v2+json");

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string contentType = RunningProxy.V2, string? accept = null) =>
        EmbeddedProxy.SendAsync(Service, method, path, body, accept, contentType);

    /// <summary>Registers a schema; its id.</summary>
    public async Task<int> RegisterAsync(string subject, string schema, string type = "AVRO")
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { schema, schemaType = type });
        var answer = await EmbeddedProxy.SendAsync(Registry, HttpMethod.Post, $"/subjects/{subject}/versions", body, contentType: "application/json");
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Root.GetProperty("id").GetInt32();
    }

    /// <summary>What a consumer instance of a format reads of a topic's partition 0, from its start.</summary>
    public async Task<Answer> ReadAsync(string topic, string format)
    {
        var group = $"/consumers/{Guid.NewGuid():N}";
        var made = await SendAsync(HttpMethod.Post, group, $$"""{"name":"r","format":"{{format}}","auto.offset.reset":"earliest"}""");
        Assert.True(made.Status == 200, made.Body);
        await SendAsync(HttpMethod.Post, $"{group}/instances/r/assignments", $$"""{"partitions":[{"topic":"{{topic}}","partition":0}]}""");
        return await Eventually.BecomesAsync(
            () => SendAsync(HttpMethod.Get, $"{group}/instances/r/records?timeout=1000", accept: $"application/vnd.kafka.{format}.v2+json"),
            answer => answer.Body != "[]",
            "records come");
    }
}

/// <summary>The tests that share it: of two registries on one topic only one takes changes.</summary>
[CollectionDefinition("Schemas")]
public sealed class SchemaTests : ICollectionFixture<SchemaProxy>;
