using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The credentials do not allow the operation.</summary>
public class AccessDeniedException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public AccessDeniedException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public AccessDeniedException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
