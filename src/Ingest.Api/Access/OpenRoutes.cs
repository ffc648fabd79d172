using Ingest.Api.Routing;

namespace Ingest.Api.Access;

/// <summary>The routes that anybody may call. What is not known here is administrative: closed unless configured otherwise.</summary>
internal static class OpenRoutes
{
    /// <summary>Whether reading, producing, putting or consuming is all that the request can do. Pure.</summary>
    /// <param name="surface">The surface that the path belongs to.</param>
    /// <param name="method">The method, as sent.</param>
    /// <param name="path">The path's segments, decoded, without stage and trailing slash.</param>
    public static bool Contains(Surface surface, string method, ReadOnlySpan<string> path) => (surface, method) switch
    {
        (_, "GET" or "HEAD") => true,
        (Surface.Kafka, "POST") => IsProduce(path) || IsConsumerPost(path),
        (Surface.Kafka, "DELETE") => IsConsumerDelete(path),
        (Surface.Kinesis, "PUT" or "POST") => path is ["streams", _, "record" or "records"],
        _ => false,
    };

    private static bool IsProduce(ReadOnlySpan<string> path) =>
        path is ["topics", _] or ["topics", _, "partitions", _] or ["v3", "clusters", _, "topics", _, "records" or "records:batch"];

    private static bool IsConsumerPost(ReadOnlySpan<string> path) => path
        is ["consumers", _]
        or ["consumers", _, "instances", _, "subscription" or "assignments" or "offsets" or "positions"]
        or ["consumers", _, "instances", _, "positions", "beginning" or "end"];

    private static bool IsConsumerDelete(ReadOnlySpan<string> path) =>
        path is ["consumers", _, "instances", _] or ["consumers", _, "instances", _, "subscription"];
}
