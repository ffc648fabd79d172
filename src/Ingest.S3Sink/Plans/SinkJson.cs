using System.Text.Json.Serialization;
using Ingest.S3Sink.Source;

namespace Ingest.S3Sink.Plans;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(SourceMarker))]
internal sealed partial class SinkJson : JsonSerializerContext;
