using Ingest.Testing.Kinesis;

namespace Ingest.KinesisClient.Tests.Conformance;

public sealed class KinesisLocal : KinesisServerFixture
{
    protected override async Task<IKinesisServer> StartAsync() => await KinesisLocalServer.StartAsync();
}
