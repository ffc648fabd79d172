using System.Collections.Concurrent;
using Confluent.SchemaRegistry;
using Ingest.KafkaProxy.Schemas.Avro;
using Ingest.KafkaProxy.Schemas.Json;
using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Schemas;

/// <summary>The registry's schemas, parsed; each is fetched once.</summary>
internal sealed class SchemaStore : IDisposable
{
    /// <summary>A reference may refer on; nobody nests them deeper.</summary>
    private const int ReferenceDepthMax = 10;

    private readonly ConcurrentDictionary<int, KnownSchema> _byId = new();

    /// <summary>By their text: a client may send it with every record.</summary>
    private readonly ConcurrentDictionary<(SchemaType Type, string Text), IRecordSchema> _byText = new();

    /// <summary>The version that a schema is in a subject, which never changes.</summary>
    private readonly ConcurrentDictionary<(string Subject, int Id), int> _versions = new();
    private readonly CachedSchemaRegistryClient? _registry;
    private readonly Dialect _dialect;
    private readonly int _max;

    public SchemaStore(IOptions<SchemaRegistryOptions> options, IOptions<KafkaRestOptions> rest)
    {
        _dialect = rest.Value.Dialect;
        _max = options.Value.CachedSchemasMax;
        _registry = string.IsNullOrEmpty(options.Value.Url) ? null : new(ConfigOf(options.Value));
    }

    /// <summary>Whether a registry is configured.</summary>
    public bool HasRegistry => _registry is not null;

    /// <summary>The schema with an id.</summary>
    /// <exception cref="RestException">There is none, it is of another type, or the registry does not answer.</exception>
    public async ValueTask<KnownSchema> FindAsync(int id, SchemaType? type)
    {
        if (!_byId.TryGetValue(id, out var known))
        {
            known = await AskAsync(async registry => await KeepAsync(id, await registry.GetSchemaAsync(id)));
        }

        return type is null || known.Type == type ? known : throw new RestException(SchemaErrors.OtherType(id, known.Type, type.Value));
    }

    /// <summary>The schema that a subject has, registered in it when it is new, and the subject.</summary>
    /// <exception cref="RestException">It is no schema, it does not go with the subject's others, or the registry does not answer.</exception>
    public async Task<(KnownSchema Schema, string Subject)> RegisterAsync(Func<IRecordSchema, string> subjectOf, string text, SchemaType type)
    {
        var schema = new Schema(text, type == SchemaType.Avro ? Confluent.SchemaRegistry.SchemaType.Avro : Confluent.SchemaRegistry.SchemaType.Json);
        var parsed = _byText.TryGetValue((type, text), out var before) ? before : Keep(_byText, (type, text), await ParseAsync(schema)); // what is none is not sent
        var subject = subjectOf(parsed);
        return (await AskAsync(async registry =>
        {
            var id = await registry.RegisterSchemaAsync(subject, schema);
            return _byId.TryGetValue(id, out var known) ? known : await KeepAsync(id, schema);
        }), subject);
    }

    /// <summary>A version of a subject, the latest when it is null, and its number.</summary>
    /// <exception cref="RestException">There is none, it is of another type, or the registry does not answer.</exception>
    public async Task<(KnownSchema Schema, int Version)> FindVersionAsync(string subject, int? version, SchemaType? type)
    {
        var registered = await AskAsync(registry => version is { } number ? registry.GetRegisteredSchemaAsync(subject, number) : registry.GetLatestSchemaAsync(subject));
        return (await FindAsync(registered.Id, type), registered.Version);
    }

    /// <summary>The version that a schema is in a subject; null when it is none of its.</summary>
    public async Task<int?> FindVersionAsync(string subject, KnownSchema schema)
    {
        if (_versions.TryGetValue((subject, schema.Id), out var known))
        {
            return known;
        }

        try
        {
            return Keep(_versions, (subject, schema.Id), await AskAsync(
                async registry => (await registry.LookupSchemaAsync(subject, await registry.GetSchemaAsync(schema.Id), ignoreDeletedSchemas: true)).Version));
        }
        catch (RestException missing) when (missing.Error.Code == SchemaErrors.Refused)
        {
            return null; // the registry has it under another subject
        }
    }

    public void Dispose() => _registry?.Dispose();

    private static SchemaRegistryConfig ConfigOf(SchemaRegistryOptions options)
    {
        var config = new SchemaRegistryConfig
        {
            Url = options.Url,
            RequestTimeoutMs = (int)options.RequestTimeout.TotalMilliseconds,
            MaxCachedSchemas = options.CachedSchemasMax,
            LatestCacheTtlSecs = 1, // the client's own default never looks again
        };
        foreach (var (name, value) in options.Client)
        {
            config.Set(name.Replace('_', '.'), value);
        }

        return config;
    }

    private async Task<T> AskAsync<T>(Func<CachedSchemaRegistryClient, Task<T>> ask)
    {
        try
        {
            return await ask(_registry ?? throw new RestException(RestError.NoSchemaRegistry));
        }
        catch (Exception failure) when (failure is SchemaRegistryException or HttpRequestException or OperationCanceledException or Newtonsoft.Json.JsonException) // the last at what is no registry's answer
        {
            throw new RestException(SchemaErrors.Of(failure, _dialect));
        }
    }

    private async Task<KnownSchema> KeepAsync(int id, Schema schema)
    {
        return Keep(_byId, id, new KnownSchema(id, SchemaErrors.TypeOf(schema), await ParseAsync(schema)));
    }

    private TValue Keep<TKey, TValue>(ConcurrentDictionary<TKey, TValue> kept, TKey key, TValue value)
        where TKey : notnull
    {
        if (kept.Count >= _max)
        {
            kept.Clear();
        }

        return kept.GetOrAdd(key, value);
    }

    private async Task<IRecordSchema> ParseAsync(Schema schema)
    {
        var references = new List<(string Name, string Text)>();
        await CollectAsync(schema, references, 0);
        try
        {
            return SchemaErrors.TypeOf(schema) == SchemaType.Avro
                ? new AvroRecordSchema(schema.SchemaString, [.. references.Select(reference => reference.Text)])
                : await JsonRecordSchema.ParseAsync(schema.SchemaString, references.DistinctBy(reference => reference.Name).ToDictionary(reference => reference.Name, reference => reference.Text));
        }
        catch (FormatException none)
        {
            throw new RestException(new(422, 42205, $"The schema is no {(SchemaErrors.TypeOf(schema) == SchemaType.Avro ? "Avro schema" : "JSON Schema")}: {none.Message}"));
        }
    }

    /// <summary>What a schema refers to, the innermost first.</summary>
    private async Task CollectAsync(Schema schema, List<(string Name, string Text)> references, int depth)
    {
        foreach (var reference in depth > ReferenceDepthMax ? [] : schema.References ?? [])
        {
            var found = await _registry!.GetRegisteredSchemaAsync(reference.Subject, reference.Version, ignoreDeletedSchemas: false);
            await CollectAsync(found, references, depth + 1);
            if (references.TrueForAll(known => known.Text != found.SchemaString))
            {
                references.Add((reference.Name, found.SchemaString));
            }
        }
    }
}
