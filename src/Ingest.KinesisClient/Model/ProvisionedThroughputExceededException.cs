using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>More than the shard takes or gives per second; the same request may succeed later.</summary>
public class ProvisionedThroughputExceededException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public ProvisionedThroughputExceededException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public ProvisionedThroughputExceededException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
