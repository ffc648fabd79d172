using System.Net;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisClient.Tests;

public sealed class When_the_service_refuses
{
    [Theory]
    [InlineData("AccessDeniedException", typeof(AccessDeniedException))]
    [InlineData("ExpiredIteratorException", typeof(ExpiredIteratorException))]
    [InlineData("ExpiredNextTokenException", typeof(ExpiredNextTokenException))]
    [InlineData("InternalFailureException", typeof(InternalFailureException))]
    [InlineData("InvalidArgumentException", typeof(InvalidArgumentException))]
    [InlineData("LimitExceededException", typeof(LimitExceededException))]
    [InlineData("ProvisionedThroughputExceededException", typeof(ProvisionedThroughputExceededException))]
    [InlineData("ResourceInUseException", typeof(ResourceInUseException))]
    [InlineData("ResourceNotFoundException", typeof(ResourceNotFoundException))]
    [InlineData("ValidationException", typeof(ValidationException))]
    [InlineData("KMSThrottlingException", typeof(AmazonKinesisException))]
    public async Task The_code_decides_the_exception_with_or_without_a_namespace(string code, Type type)
    {
        foreach (var wireCode in new[] { code, $"com.amazonaws.kinesis.v20131202#{code}" })
        {
            await using var stub = await KinesisStub.StartAsync(400, $$"""{"__type":"{{wireCode}}","message":"the reason"}""");
            using var kinesis = StubClient.For(stub);

            var refusal = await Assert.ThrowsAnyAsync<AmazonKinesisException>(() => ListAsync(kinesis));

            Assert.IsType(type, refusal);
            Assert.Equal(code, refusal.ErrorCode);
            Assert.Equal("the reason", refusal.Message);
            Assert.Equal(HttpStatusCode.BadRequest, refusal.StatusCode);
        }
    }

    [Theory]
    [InlineData("<html><body>Bad gateway</body></html>")]
    [InlineData("")]
    [InlineData("[1,")]
    [InlineData("{}")]
    [InlineData("""{"message":"Forbidden"}""")]
    public async Task An_answer_that_is_not_the_services_keeps_its_status(string body)
    {
        await using var stub = await KinesisStub.StartAsync(502, body);
        using var kinesis = StubClient.For(stub);

        var refusal = await Assert.ThrowsAnyAsync<AmazonKinesisException>(() => ListAsync(kinesis));

        Assert.Equal((HttpStatusCode.BadGateway, "BadGateway"), (refusal.StatusCode, refusal.ErrorCode));
    }

    private static Task<ListStreamsResponse> ListAsync(AmazonKinesisClient kinesis) => kinesis.ListStreamsAsync(new(), TestContext.Current.CancellationToken);
}
