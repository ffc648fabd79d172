using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>What every request of this service is.</summary>
public class AmazonKinesisRequest : AmazonWebServiceRequest;
