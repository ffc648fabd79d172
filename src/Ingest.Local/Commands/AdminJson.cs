using System.Text.Json.Serialization;

namespace Ingest.Local.Commands;

/// <summary>The JSON of the lists.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(TopicLine[]))]
[JsonSerializable(typeof(StreamLine[]))]
internal sealed partial class AdminJson : JsonSerializerContext;
