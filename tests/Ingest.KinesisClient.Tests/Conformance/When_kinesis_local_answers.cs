namespace Ingest.KinesisClient.Tests.Conformance;

public sealed class When_kinesis_local_answers(KinesisLocal server) : KinesisConformance(server), IClassFixture<KinesisLocal>;
