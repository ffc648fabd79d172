using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.Kinesis.Internal;

/// <summary>The configured URL, else the region's own endpoint.</summary>
internal sealed class KinesisEndpointProvider : IEndpointProvider
{
    private const string Url = "Endpoint";
    private const string Region = "Region";
    private const string Fips = "UseFIPS";
    private const string DualStack = "UseDualStack";

    public static EndpointParameters Parameters(IClientConfig config, RegionEndpoint? alternate)
    {
        var parameters = new EndpointParameters();
        parameters[Url] = config.ServiceURL;
        parameters[Region] = (alternate ?? config.RegionEndpoint)?.SystemName;
        parameters[Fips] = config.UseFIPSEndpoint;
        parameters[DualStack] = config.UseDualstackEndpoint;
        return parameters;
    }

    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters[Url] is string { Length: > 0 } url)
        {
            return new Endpoint(url);
        }

        if (parameters[Region] is not string region)
        {
            throw new AmazonClientException("No endpoint: set ServiceURL or RegionEndpoint, AWS_ENDPOINT_URL_KINESIS or AWS_REGION.");
        }

        var partition = Fn.Partition(region);
        var host = parameters[Fips] is true ? "kinesis-fips" : "kinesis";
        var suffix = parameters[DualStack] is true ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return new Endpoint($"https://{host}.{region}.{suffix}");
    }
}
