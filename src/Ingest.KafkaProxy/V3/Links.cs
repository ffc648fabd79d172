using System.Text.Json.Nodes;

namespace Ingest.KafkaProxy.V3;

/// <summary>Writes what REST Proxy's API v3 wraps around everything: kind, address, name, and the addresses of what belongs to it.</summary>
/// <param name="baseUrl">Where clients reach the proxy, without a slash at the end.</param>
/// <param name="clusterId">The cluster's id.</param>
internal sealed class Links(string baseUrl, string clusterId)
{
    public string ClusterId => clusterId;

    /// <summary>The address of something of the cluster, by the segments of its path.</summary>
    public string UrlOf(params ReadOnlySpan<string> segments) => $"{baseUrl}/v3/clusters{Path([clusterId, .. segments])}";

    /// <summary>A reference to it.</summary>
    public JsonObject Related(params ReadOnlySpan<string> segments) => new() { ["related"] = UrlOf(segments) };

    /// <summary>A resource of the cluster, of which the caller adds its own fields.</summary>
    /// <param name="kind">Its kind, such as <c>KafkaTopic</c>.</param>
    /// <param name="name">Its name behind the cluster's, such as <c>/topic=orders</c>.</param>
    /// <param name="segments">The segments of its path behind the cluster's.</param>
    public JsonObject Resource(string kind, string name, params ReadOnlySpan<string> segments) => new()
    {
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["self"] = UrlOf(segments), ["resource_name"] = $"crn:///kafka={clusterId}{name}" },
        ["cluster_id"] = clusterId,
    };

    /// <summary>All resources of a kind, in one page.</summary>
    public JsonObject List(string kind, IEnumerable<JsonObject> resources, params ReadOnlySpan<string> segments) => List(kind, UrlOf(segments), resources);

    /// <summary>All resources of a kind, in one page.</summary>
    public static JsonObject List(string kind, string url, IEnumerable<JsonObject> resources) => new()
    {
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["self"] = url, ["next"] = null },
        ["data"] = new JsonArray([.. resources]),
    };

    private static string Path(ReadOnlySpan<string> segments)
    {
        var path = new System.Text.StringBuilder();
        foreach (var segment in segments)
        {
            path.Append('/').Append(Uri.EscapeDataString(segment));
        }

        return path.ToString();
    }
}
