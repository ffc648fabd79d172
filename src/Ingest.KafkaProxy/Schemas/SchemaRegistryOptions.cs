using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Ingest.KafkaProxy.Schemas;

/// <summary>Where schemas are kept: <c>KafkaRest:SchemaRegistry</c>.</summary>
internal sealed class SchemaRegistryOptions
{
    /// <summary>The registry's address, or several separated by commas; none by default, and avro and jsonschema are refused.</summary>
    public string? Url { get; init; }

    /// <summary>How long the registry may take to answer. Default 5 s, from 100 ms to 1 min.</summary>
    [TimeRange("00:00:00.100", "00:01:00")]
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many schemas are kept in memory; beyond it all are fetched anew. Default 1,000, from 10 to 100,000.</summary>
    [Range(10, 100_000)]
    public int CachedSchemasMax { get; init; } = 1000;

    /// <summary>Settings of the registry's client by their names with <c>_</c> for <c>.</c>, such as <c>schema_registry_basic_auth_user_info</c>.</summary>
    public Dictionary<string, string> Client { get; init; } = [];
}
