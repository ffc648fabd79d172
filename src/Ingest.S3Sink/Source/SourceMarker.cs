using System.Text.Json;
using Ingest.ObjectStore;
using Ingest.S3Sink.Plans;

namespace Ingest.S3Sink.Source;

/// <summary>Which cluster a topic's objects come from: offsets of one cluster mean nothing in another.</summary>
internal sealed record SourceMarker(string Cluster, string Topic)
{
    public static string Key(string topic) => $"_sink/sources/{topic}.json";

    /// <summary>Claims the topic's place in the store for the cluster.</summary>
    /// <exception cref="SinkStoppedException">The store holds that topic of another cluster.</exception>
    public static async Task ClaimAsync(IObjectStore store, SourceMarker claim, CancellationToken cancellation)
    {
        var key = Key(claim.Topic);
        if (await store.TryCreateAsync(key, JsonSerializer.SerializeToUtf8Bytes(claim, SinkJson.Default.SourceMarker), cancellation))
        {
            return;
        }

        var holder = Parse(await store.ReadAllAsync(key, cancellation), key);
        if (holder != claim)
        {
            throw new SinkStoppedException(
                $"The store {store.Uri} holds topic '{holder.Topic}' of cluster '{holder.Cluster}' (object {key}); this is cluster " +
                $"'{claim.Cluster}', whose offsets mean other records. Give this cluster a bucket or prefix of its own (ObjectStore:Uri).");
        }
    }

    private static SourceMarker Parse(byte[] json, string key)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SinkJson.Default.SourceMarker)
                ?? throw new SinkStoppedException($"The object {key} does not name a cluster.");
        }
        catch (JsonException fault)
        {
            throw new SinkStoppedException($"The object {key} does not name a cluster: {fault.Message}", fault);
        }
    }
}
