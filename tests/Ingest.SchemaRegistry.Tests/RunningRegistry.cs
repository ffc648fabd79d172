using System.Net;
using System.Text;
using System.Text.Json;
using Ingest.EmbeddedKafka;
using Ingest.SchemaRegistry.Tests;
using Ingest.Testing;

[assembly: AssemblyFixture(typeof(RunningRegistry))]

namespace Ingest.SchemaRegistry.Tests;

/// <summary>A registry before an embedded broker. Tests take subjects of their own.</summary>
public sealed class RunningRegistry : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private EmbeddedKafkaBroker? _broker;

    public RunningService Service { get; private set; } = null!;

    public string BootstrapServers => _broker!.BootstrapServers;

    public async ValueTask InitializeAsync()
    {
        _broker = await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions
        {
            DataDirectory = _directory.Path,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            FlushPolicy = DurableLog.FlushPolicy.Never,
        });
        Service = await StartAsync();
    }

    /// <summary>Another registry, on the same topic unless <paramref name="topic"/> says otherwise.</summary>
    public async Task<RunningService> StartAsync(string topic = "_schemas")
    {
        var service = await RunningService.StartAsync(Program.Build, ("Kafka:BootstrapServers", BootstrapServers), ("SchemaRegistry:Topic", topic));
        await Eventually.IsTrueAsync(async () => (await service.Client.GetAsync("/healthz/ready")).IsSuccessStatusCode, "the registry is ready");
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _broker!.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>A subject that no other test has.</summary>
    public static string NewSubject() => $"s-{Guid.NewGuid():N}";

    /// <summary>A schema as a request's body.</summary>
    public static string Body(string schema, string more = "") => $$"""{"schema":{{JsonSerializer.Serialize(schema)}}{{more}}}""";

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> RegisterAsync(string subject, string schema, string more = "") => PostAsync($"/subjects/{subject}/versions", Body(schema, more));

    public async Task<int> IdOfAsync(string subject, string schema, string more = "")
    {
        var registered = await RegisterAsync(subject, schema, more);
        Assert.True(registered.Status == 200, registered.Body);
        return registered.Root.GetProperty("id").GetInt32();
    }

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/vnd.schemaregistry.v1+json") =>
        SendAsync(Service, method, path, body, contentType);

    public static async Task<Answer> SendAsync(
        RunningService service, HttpMethod method, string path, string? body = null, string contentType = "application/vnd.schemaregistry.v1+json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new(contentType);
        }

        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Content.Headers.ContentType?.ToString());
    }
}

/// <summary>What the registry answered.</summary>
public sealed record Answer(int Status, string Body, string? ContentType)
{
    public JsonElement Root => JsonDocument.Parse(Body).RootElement;

    /// <summary>Asserts a whole answer.</summary>
    public void Is(string body)
    {
        Assert.Equal(body, Body);
        Assert.Equal((200, "application/vnd.schemaregistry.v1+json"), (Status, ContentType?.Split(';')[0]));
    }

    /// <summary>Asserts a refusal.</summary>
    public void IsError(int status, int code, string message = "")
    {
        Assert.True(Status == status, Body);
        Assert.Equal(code, Root.GetProperty("error_code").GetInt32());
        Assert.Contains(message, Root.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, Root.EnumerateObject().Count());
    }
}
