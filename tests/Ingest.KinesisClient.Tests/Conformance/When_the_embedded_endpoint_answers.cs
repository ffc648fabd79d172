namespace Ingest.KinesisClient.Tests.Conformance;

public sealed class When_the_embedded_endpoint_answers(EmbeddedKinesis server) : KinesisConformance(server), IClassFixture<EmbeddedKinesis>;
