using System.Text.Json.Serialization;

namespace Analytics.Worker.Batch;

/// <summary>What one batch takes in: written before any of it is read, never changed.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="After">Where every partition stood before.</param>
/// <param name="Objects">The objects, each partition's in the order of their offsets.</param>
internal sealed record Manifest(long Number, IReadOnlyList<PartitionPosition> After, IReadOnlyList<ManifestObject> Objects);

/// <summary>An object to take in.</summary>
/// <param name="Source">The pipeline's source.</param>
/// <param name="Partition">The topic's partition.</param>
/// <param name="FirstOffset">The first offset in it, from its name.</param>
/// <param name="Key">Its key.</param>
/// <param name="ETag">What it was when it was listed.</param>
/// <param name="SizeBytes">Its size then.</param>
internal sealed record ManifestObject(string Source, int Partition, long FirstOffset, string Key, string ETag, long SizeBytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
