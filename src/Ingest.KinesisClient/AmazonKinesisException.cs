using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>
/// The service refused a request. <see cref="AmazonServiceException.ErrorCode"/> is its own name for the reason.
/// </summary>
public class AmazonKinesisException : AmazonServiceException
{
    /// <summary>With a message only.</summary>
    public AmazonKinesisException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public AmazonKinesisException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
