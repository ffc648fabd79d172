using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.Kinesis.Internal;

/// <summary>Tells the pipeline where to send a request and which region to sign it for.</summary>
internal sealed class KinesisEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
        KinesisEndpointProvider.Parameters(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);

    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters)
    {
        var context = executionContext.RequestContext;
        var region = context.Request.AlternateEndpoint?.SystemName ?? ((AmazonKinesisConfig)context.ClientConfig).SigningRegion;
        context.Request.AuthenticationRegion ??= region;
    }
}
