using Amazon.Kinesis;
using Amazon.Runtime;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisClient.Tests;

/// <summary>The client under test, in front of a stub.</summary>
internal static class StubClient
{
    public static AmazonKinesisClient For(KinesisStub stub, int retries = 0) => new(
        new BasicAWSCredentials("access", "secret"),
        new AmazonKinesisConfig { ServiceURL = stub.ServiceUrl.ToString(), AuthenticationRegion = "eu-west-1", MaxErrorRetry = retries });
}
