using Amazon;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Ingest.KinesisClient.Tests;

public sealed class When_an_endpoint_is_chosen
{
    [Theory]
    [InlineData("eu-west-1", false, false, "https://kinesis.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", false, false, "https://kinesis.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-east-1", true, false, "https://kinesis-fips.us-east-1.amazonaws.com")]
    [InlineData("eu-west-1", false, true, "https://kinesis.eu-west-1.api.aws")]
    public void It_is_the_regions_own(string region, bool fips, bool dualStack, string url)
    {
        var config = new AmazonKinesisConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region), UseFIPSEndpoint = fips, UseDualstackEndpoint = dualStack };

        Assert.Equal(url, config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new ListStreamsRequest())).URL.TrimEnd('/'));
    }

    [Fact]
    public void A_configured_one_goes_before()
    {
        var config = new AmazonKinesisConfig { ServiceURL = "http://127.0.0.1:4567", AuthenticationRegion = "eu-west-1" };

        Assert.Equal("http://127.0.0.1:4567", config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new ListStreamsRequest())).URL.TrimEnd('/'));
    }

    [Fact]
    public void Without_a_region_to_sign_for_the_client_is_refused_and_says_what_to_set()
    {
        Assert.SkipWhen(FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false) is not null, "the environment or the profile names a region");

        var refusal = Assert.ThrowsAny<AmazonClientException>(() =>
            new AmazonKinesisClient(new BasicAWSCredentials("a", "s"), new AmazonKinesisConfig { ServiceURL = "http://127.0.0.1:4567" }));

        Assert.Contains("AuthenticationRegion", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("AWS_REGION", refusal.Message, StringComparison.Ordinal);
    }
}
