using Amazon.Kinesis.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.Kinesis;

/// <summary>
/// Where Kinesis is and how to reach it. Endpoint and region come from here, else from <c>AWS_ENDPOINT_URL_KINESIS</c>,
/// <c>AWS_REGION</c> and the profile.
/// </summary>
/// <remarks>
/// A <see cref="ClientConfig.ServiceURL"/> does not name the region that requests are signed for:
/// set <see cref="ClientConfig.AuthenticationRegion"/> beside it.
/// </remarks>
public class AmazonKinesisConfig : ClientConfig
{
    private const string ClientVersion = "4.0.0";

    /// <summary>The defaults of the standard mode, and nothing else set.</summary>
    public AmazonKinesisConfig()
        : base(new DefaultConfigurationProvider(KinesisDefaults.All))
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "kinesis";
        EndpointProvider = new KinesisEndpointProvider();
    }

    /// <summary>The service's id in settings of its own, such as <c>AWS_ENDPOINT_URL_KINESIS</c>.</summary>
    public static new string ServiceId => "Kinesis";

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "kinesis";

    /// <inheritdoc/>
    public override string ServiceVersion => "2013-12-02";

    /// <inheritdoc/>
    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(ServiceId, ClientVersion);

    /// <summary>The region that requests are signed for; null when nothing names one.</summary>
    internal string? SigningRegion => Named(AuthenticationRegion)
        ?? RegionEndpoint?.SystemName
        ?? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName;

    /// <inheritdoc/>
    /// <exception cref="AmazonClientException">Neither an endpoint nor a region is known, or an endpoint without a region.</exception>
    public override void Validate()
    {
        base.Validate();

        // Core would sign for us-east-1 then, and the service would refuse with a message about credentials.
        if (SigningRegion is null)
        {
            throw new AmazonClientException(
                $"No region to sign requests to {ServiceURL} for: set AuthenticationRegion (or RegionEndpoint), AWS_REGION, or a region in the profile.");
        }
    }

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(KinesisEndpointProvider.Parameters(this, parameters.AlternateEndpoint));

    private static string? Named(string? region) => string.IsNullOrEmpty(region) ? null : region;
}
