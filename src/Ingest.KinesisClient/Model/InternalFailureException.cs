using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The service failed; the same request may succeed.</summary>
public class InternalFailureException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public InternalFailureException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public InternalFailureException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
