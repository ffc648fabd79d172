using Confluent.SchemaRegistry;

namespace Ingest.SchemaRegistry.Tests.Clients;

/// <summary>Confluent.SchemaRegistry, Confluent's own client for .NET.</summary>
public sealed class When_the_NET_client_is_used(RunningRegistry registry) : IDisposable
{
    private readonly CachedSchemaRegistryClient _client = new(new SchemaRegistryConfig { Url = registry.Service.Url.ToString() });

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task It_registers_finds_and_deletes()
    {
        var (subject, name) = (RunningRegistry.NewSubject(), $"R{Guid.NewGuid():N}");
        var schema = new Schema(Record("""{"name":"a","type":"int"}""", name), SchemaType.Avro);
        var id = await _client.RegisterSchemaAsync(subject, schema);
        Assert.Equal(id, await _client.GetSchemaIdAsync(subject, schema));
        Assert.Equal(schema.SchemaString, (await _client.GetSchemaAsync(id)).SchemaString);
        Assert.Equal(1, (await _client.LookupSchemaAsync(subject, schema, ignoreDeletedSchemas: true)).Version);
        Assert.Equal([1], await _client.GetSubjectVersionsAsync(subject));
        Assert.Contains(subject, await _client.GetAllSubjectsAsync());

        var latest = await _client.GetLatestSchemaAsync(subject);
        Assert.Equal((id, 1, SchemaType.Avro), (latest.Id, latest.Version, latest.SchemaType));
        Assert.Equal(id, (await _client.GetRegisteredSchemaAsync(subject, 1)).Id);
        Assert.Equal(id, (await _client.RegisterSchemaWithResponseAsync(RunningRegistry.NewSubject(), schema)).Id);
    }

    [Fact]
    public async Task It_checks_compatibility_and_sets_the_level()
    {
        var (subject, name) = (RunningRegistry.NewSubject(), $"R{Guid.NewGuid():N}");
        await _client.RegisterSchemaAsync(subject, new Schema(Record("", name), SchemaType.Avro));
        var next = new Schema(Record("""{"name":"a","type":"int"}""", name), SchemaType.Avro);
        Assert.False(await _client.IsCompatibleAsync(subject, next));
        var refused = await Assert.ThrowsAsync<SchemaRegistryException>(() => _client.RegisterSchemaAsync(subject, next));
        Assert.Equal(409, refused.ErrorCode);

        Assert.Equal(Confluent.SchemaRegistry.Compatibility.None, await _client.UpdateCompatibilityAsync(Confluent.SchemaRegistry.Compatibility.None, subject));
        Assert.Equal(Confluent.SchemaRegistry.Compatibility.None, await _client.GetCompatibilityAsync(subject));
        Assert.True(await _client.IsCompatibleAsync(subject, next));
    }

    [Fact]
    public async Task It_uses_references_and_JSON()
    {
        var (inner, outer, name) = (RunningRegistry.NewSubject(), RunningRegistry.NewSubject(), $"R{Guid.NewGuid():N}");
        await _client.RegisterSchemaAsync(inner, new Schema(Record("", name), SchemaType.Avro));
        var id = await _client.RegisterSchemaAsync(outer, new Schema(
            Record($$"""{"name":"r","type":"{{name}}"}"""), [new SchemaReference(name, inner, 1)], SchemaType.Avro));
        Assert.Equal(inner, (await _client.GetSchemaAsync(id)).References.Single().Subject);

        var json = await _client.RegisterSchemaAsync(RunningRegistry.NewSubject(), new Schema("""{"type":"object"}""", SchemaType.Json));
        Assert.Equal(SchemaType.Json, (await _client.GetSchemaAsync(json)).SchemaType);
    }

    [Fact]
    public async Task It_is_told_what_is_not_there()
    {
        var unknown = await Assert.ThrowsAsync<SchemaRegistryException>(() => _client.GetLatestSchemaAsync(RunningRegistry.NewSubject()));
        Assert.Equal((40401, System.Net.HttpStatusCode.NotFound), (unknown.ErrorCode, unknown.Status));
    }

    private static string Record(string fields, string name = "R") => $$"""{"type":"record","name":"{{name}}","fields":[{{fields}}]}""";
}
