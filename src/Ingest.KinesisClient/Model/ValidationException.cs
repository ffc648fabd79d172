using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The request does not have the form of the operation; the same request will fail again.</summary>
public class ValidationException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public ValidationException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public ValidationException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
