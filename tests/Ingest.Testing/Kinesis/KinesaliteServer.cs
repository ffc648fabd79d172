namespace Ingest.Testing.Kinesis;

/// <summary>kinesalite, an independent implementation that keeps everything in memory.</summary>
/// <remarks>It has no UpdateShardCount and no consumers, and does not throttle. Streams are active after 50 ms.</remarks>
public sealed class KinesaliteServer : IKinesisServer
{
    private readonly NodeServer _server;

    private KinesaliteServer(NodeServer server) => _server = server;

    /// <inheritdoc/>
    public Uri ServiceUrl => _server.Url;

    /// <summary>Starts one on a free port; skips the running test when it is not installed.</summary>
    public static async Task<KinesaliteServer> StartAsync()
    {
        Node.SkipUnlessInstalled("kinesalite");
        return new KinesaliteServer(await NodeServer.StartAsync(
            port => [
                "node_modules/kinesalite/cli.js", "--port", $"{port}", "--shardLimit", "1000",
                "--createStreamMs", "50", "--deleteStreamMs", "50", "--updateStreamMs", "50"],
            _ => []));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
