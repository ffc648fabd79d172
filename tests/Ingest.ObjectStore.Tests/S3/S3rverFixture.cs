using Ingest.Testing.S3;

namespace Ingest.ObjectStore.Tests.S3;

/// <summary>One s3rver for the tests of a class.</summary>
public sealed class S3rverFixture : IAsyncDisposable
{
    private S3rverServer? _server;

    /// <summary>Starts it at the first call, from within a test, which is where it can be skipped.</summary>
    public async Task<Uri> StartAsync() => (_server ??= await S3rverServer.StartAsync()).Url;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
