namespace Ingest.Api.Routing;

/// <summary>Which first path segment belongs to which surface.</summary>
internal static class Surfaces
{
    private static readonly Dictionary<string, Surface> ByFirstSegment = new(StringComparer.Ordinal)
    {
        ["topics"] = Surface.Kafka,
        ["consumers"] = Surface.Kafka,
        ["brokers"] = Surface.Kafka,
        ["v3"] = Surface.Kafka,
        ["streams"] = Surface.Kinesis,
        ["analytics"] = Surface.Worker,
        ["records"] = Surface.Records,
    };

    public static Surface? Find(string firstSegment) => ByFirstSegment.TryGetValue(firstSegment, out var surface) ? surface : null;
}
