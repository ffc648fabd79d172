using Amazon.Kinesis.Internal;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Kinesis;

/// <summary>Kinesis Data Streams over JSON 1.1, with AWSSDK.Core's credentials, signature, retries and telemetry.</summary>
/// <remarks>Safe to use from many threads; one per process and endpoint is enough.</remarks>
public partial class AmazonKinesisClient : AmazonServiceClient, IAmazonKinesis
{
    private static readonly KinesisMetadata Metadata = new();

    /// <summary>Credentials, region and endpoint from the environment and the profile.</summary>
    public AmazonKinesisClient()
        : base(new AmazonKinesisConfig())
    {
    }

    /// <summary>Credentials from the environment and the profile.</summary>
    public AmazonKinesisClient(RegionEndpoint region)
        : base(new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    /// <summary>Credentials from the environment and the profile.</summary>
    public AmazonKinesisClient(AmazonKinesisConfig config)
        : base(config)
    {
    }

    /// <summary>Region and endpoint from the environment and the profile.</summary>
    public AmazonKinesisClient(AWSCredentials credentials)
        : base(credentials, new AmazonKinesisConfig())
    {
    }

    /// <summary>The region's own endpoint.</summary>
    public AmazonKinesisClient(AWSCredentials credentials, RegionEndpoint region)
        : base(credentials, new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    /// <summary>All given.</summary>
    /// <exception cref="AmazonClientException">The configuration names no endpoint, or no region to sign for.</exception>
    public AmazonKinesisClient(AWSCredentials credentials, AmazonKinesisConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata => Metadata;

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        // Each goes right behind the marshaller, so the one added last runs first.
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new KinesisEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new KinesisAuthResolver());
    }

    // New options per call: the pipeline writes into them.
    private Task<TResponse> InvokeAsync<TRequest, TResponse>(
        KinesisOperation<TRequest, TResponse> operation, TRequest request, CancellationToken cancellationToken)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse, new()
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = new InvokeOptions { RequestMarshaller = operation.Marshaller, ResponseUnmarshaller = operation.Unmarshaller };
        return InvokeAsync<TResponse>(request, options, cancellationToken);
    }
}
