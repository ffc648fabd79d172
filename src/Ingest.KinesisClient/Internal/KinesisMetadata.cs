using Amazon.Runtime.Internal;

namespace Amazon.Kinesis.Internal;

/// <summary>The service's id in metrics and user agent.</summary>
internal sealed class KinesisMetadata : IServiceMetadata
{
    public string ServiceId => AmazonKinesisConfig.ServiceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
