using System.Text.Json.Serialization;

namespace Ingest.EmbeddedKinesis.Streams;

/// <summary>A line of <c>streams.log</c>: a stream was created or deleted. What exists follows from all of them.</summary>
/// <param name="Event"><c>created</c> or <c>deleted</c>.</param>
/// <param name="Id">The stream's id, never used twice; it names the stream's directory.</param>
/// <param name="Name">The stream's name.</param>
/// <param name="Shards">How many shards it has.</param>
/// <param name="CreatedMilliseconds">When it was created, in epoch milliseconds.</param>
/// <param name="OnDemand">Whether it was asked for in on-demand mode, which only shows in descriptions.</param>
internal sealed record StreamEvent(string Event, int Id, string Name, int Shards, long CreatedMilliseconds, bool OnDemand)
{
    public const string Created = "created";
    public const string Deleted = "deleted";
}

[JsonSerializable(typeof(StreamEvent))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class StreamEventJson : JsonSerializerContext;
