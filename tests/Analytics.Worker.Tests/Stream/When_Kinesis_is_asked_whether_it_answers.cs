using Amazon.Kinesis;
using Amazon.Runtime;
using Analytics.Worker.Stream;
using Ingest.Testing.Kinesis;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Worker.Tests.Stream;

/// <summary>The worker's readiness, as the proxy's: who is refused has been answered.</summary>
public sealed class When_Kinesis_is_asked_whether_it_answers
{
    [Theory]
    [InlineData(200, """{"HasMoreStreams":false,"StreamNames":[]}""", HealthStatus.Healthy)]
    [InlineData(400, """{"__type":"AccessDeniedException","message":"not authorized to perform: kinesis:ListStreams"}""", HealthStatus.Healthy)]
    [InlineData(400, """{"__type":"LimitExceededException","message":"Rate exceeded"}""", HealthStatus.Healthy)]
    [InlineData(400, """{"__type":"UnrecognizedClientException","message":"The security token is invalid."}""", HealthStatus.Unhealthy)]
    [InlineData(503, """{"__type":"ServiceUnavailable"}""", HealthStatus.Unhealthy)]
    public async Task A_role_that_may_not_list_streams_is_no_outage(int status, string answer, HealthStatus expected)
    {
        await using var server = await KinesisStub.StartAsync(status, answer);
        using var kinesis = new AmazonKinesisClient(
            new BasicAWSCredentials("key", "secret"),
            new AmazonKinesisConfig { ServiceURL = server.ServiceUrl.ToString(), AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 });

        var result = await new KinesisHealthCheck(kinesis).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Status);
    }
}
