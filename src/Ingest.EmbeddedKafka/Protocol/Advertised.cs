namespace Ingest.EmbeddedKafka.Protocol;

/// <summary>The one broker of the cluster, as clients are told of it.</summary>
/// <param name="Host">Where they connect.</param>
/// <param name="Port">At which port.</param>
internal sealed record Advertised(string Host, int Port)
{
    /// <summary>The broker's node id; it is the controller and every partition's leader too.</summary>
    public const int NodeId = 1;
}
