using System.Text.Json.Serialization;

namespace Analytics.Worker.Stream;

/// <summary>What one batch of a shard holds: written before its rows, never changed.</summary>
/// <param name="From">The sequence number after which it starts; null for the shard's beginning.</param>
/// <param name="To">The sequence number of its last record.</param>
/// <param name="Records">How many records it holds.</param>
internal sealed record ShardPlan(string? From, string To, long Records);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShardPlan))]
internal sealed partial class ShardPlanJson : JsonSerializerContext;
