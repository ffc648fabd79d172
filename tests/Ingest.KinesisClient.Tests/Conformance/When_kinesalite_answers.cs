namespace Ingest.KinesisClient.Tests.Conformance;

public sealed class When_kinesalite_answers(Kinesalite server) : KinesisConformance(server), IClassFixture<Kinesalite>;
