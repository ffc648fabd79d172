using Ingest.Testing.Kinesis;

namespace Ingest.Testing.S3;

/// <summary>s3rver, an independent S3 server over a temporary directory.</summary>
/// <remarks>It ignores If-None-Match of a PUT, and lists in its own order: <see cref="StrictS3Server"/> mends that.</remarks>
public sealed class S3rverServer : IAsyncDisposable
{
    private readonly NodeServer _server;
    private readonly TemporaryDirectory _data;

    private S3rverServer(NodeServer server, TemporaryDirectory data) => (_server, _data) = (server, data);

    /// <summary>The one bucket that it has.</summary>
    public static string Bucket => "bucket";

    /// <summary>Both of the keys that it takes.</summary>
    public static string AccessKey => "S3RVER";

    /// <summary>Where it listens.</summary>
    public Uri Url => _server.Url;

    /// <summary>Starts one on a free port; skips the running test when it is not installed.</summary>
    public static async Task<S3rverServer> StartAsync()
    {
        Node.SkipUnlessInstalled("s3rver");
        var data = new TemporaryDirectory();
        try
        {
            var server = await NodeServer.StartAsync(
                port => [
                    "node_modules/s3rver/bin/s3rver.js", "--directory", data.Path, "--port", $"{port}", "--address", "127.0.0.1",
                    "--silent", "--no-vhost-buckets", "--configure-bucket", Bucket],
                _ => []);
            return new S3rverServer(server, data);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Dispose();
    }
}
