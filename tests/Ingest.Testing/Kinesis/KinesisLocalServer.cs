using System.Globalization;

namespace Ingest.Testing.Kinesis;

/// <summary>kinesis-local (kinesis-mock), an independent implementation with nearly all operations.</summary>
/// <remarks>It takes more than 500 records a request and answers a bad iterator with a 500. Streams are active after 50 ms.</remarks>
public sealed class KinesisLocalServer : IKinesisServer
{
    private readonly NodeServer _server;

    private KinesisLocalServer(NodeServer server) => _server = server;

    /// <inheritdoc/>
    public Uri ServiceUrl => _server.Url;

    /// <summary>Starts one on free ports; skips the running test when it is not installed.</summary>
    public static async Task<KinesisLocalServer> StartAsync()
    {
        Node.SkipUnlessInstalled("kinesis-local");
        return new KinesisLocalServer(await NodeServer.StartAsync(
            _ => ["node_modules/kinesis-local/main.js"],
            port => [
                new("KINESIS_MOCK_PLAIN_PORT", port.ToString(CultureInfo.InvariantCulture)),
                new("KINESIS_MOCK_TLS_PORT", NodeServer.FreePort().ToString(CultureInfo.InvariantCulture)),
                new("KINESIS_MOCK_CERT_PATH", "node_modules/kinesis-local/server.json"),
                new("CREATE_STREAM_DURATION", "50ms"),
                new("DELETE_STREAM_DURATION", "50ms"),
                new("SHARD_LIMIT", "1000"),
                new("LOG_LEVEL", "ERROR")]));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
