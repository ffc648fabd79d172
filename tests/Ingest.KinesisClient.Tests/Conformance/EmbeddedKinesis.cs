using Ingest.EmbeddedKinesis;
using Ingest.Testing;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisClient.Tests.Conformance;

public sealed class EmbeddedKinesis : KinesisServerFixture
{
    protected override async Task<IKinesisServer> StartAsync()
    {
        var directory = new TemporaryDirectory();
        return new Server(await RunningService.StartAsync(EmbeddedKinesisServer.Build, ("EmbeddedKinesis:DataDirectory", directory.Path)), directory);
    }

    private sealed class Server(RunningService service, TemporaryDirectory directory) : IKinesisServer
    {
        public Uri ServiceUrl => service.Url;

        public async ValueTask DisposeAsync()
        {
            await service.DisposeAsync();
            directory.Dispose();
        }
    }
}
