using Ingest.Testing.Kinesis;

namespace Ingest.KinesisClient.Tests.Conformance;

public sealed class Kinesalite : KinesisServerFixture
{
    protected override async Task<IKinesisServer> StartAsync() => await KinesaliteServer.StartAsync();
}
